"""Reading value streams."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from okrflow.organisations.models import Organisation
    from okrflow.value_streams.models import ValueStream


class ValueStreamQuerySet(models.QuerySet["ValueStream"]):
    def for_organisation(self, organisation: Organisation) -> ValueStreamQuerySet:
        return self.filter(organisation=organisation)

    def in_order(self) -> ValueStreamQuerySet:
        return self.order_by("order", "name", "pk")

    def named(self, name: str) -> ValueStream | None:
        """The stream with that slug, or with that UUID, which outlives a renaming."""
        try:
            return self.filter(models.Q(slug=name) | models.Q(uuid=uuid.UUID(name))).first()
        except ValueError:
            return self.filter(slug=name).first()
