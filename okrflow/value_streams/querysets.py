"""Reading value streams."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models

from okrflow.organisations.models import Role

if TYPE_CHECKING:
    from okrflow.organisations.models import Organisation
    from okrflow.value_streams.models import MembershipRequest, StreamMembership, ValueStream

EDITORS = [role.value for role in Role if role.rank >= Role.EDITOR.rank]


class ValueStreamQuerySet(models.QuerySet["ValueStream"]):
    def for_organisation(self, organisation: Organisation) -> ValueStreamQuerySet:
        return self.filter(organisation=organisation)

    def at_work(self) -> ValueStreamQuerySet:
        """Without the closed ones."""
        return self.filter(closed_on=None)

    def with_leads(self) -> ValueStreamQuerySet:
        """Each with `leads`, the memberships of those who can act as such. One query more."""
        memberships: Any = self.model._meta.get_field("stream_memberships").related_model
        leads = memberships.objects.acting_leads().select_related("user").order_by("user__name", "pk")
        with_them = models.Prefetch("stream_memberships", leads, to_attr="leads")
        return self.prefetch_related(with_them)  # type: ignore[no-redef]

    def in_order(self) -> ValueStreamQuerySet:
        return self.order_by("order", "name", "pk")

    def named(self, name: str) -> ValueStream | None:
        """The stream with that slug, or with that UUID, which outlives a renaming."""
        try:
            return self.filter(models.Q(slug=name) | models.Q(uuid=uuid.UUID(name))).first()
        except ValueError:
            return self.filter(slug=name).first()


class StreamMembershipQuerySet(models.QuerySet["StreamMembership"]):
    def acting_leads(self) -> StreamMembershipQuerySet:
        """Leads who can act as such: active people who are at least editors of the organisation."""
        return self.filter(
            role="lead",
            user__is_active=True,
            user__memberships__organisation=models.F("value_stream__organisation"),
            user__memberships__role__in=EDITORS,
        )


class MembershipRequestQuerySet(models.QuerySet["MembershipRequest"]):
    def for_organisation(self, organisation: Organisation) -> MembershipRequestQuerySet:
        return self.filter(value_stream__organisation=organisation)

    def open(self) -> MembershipRequestQuerySet:
        return self.filter(decided_at=None)

    def with_names(self) -> MembershipRequestQuerySet:
        return self.select_related("user", "asked_by", "decided_by", "value_stream__organisation")
