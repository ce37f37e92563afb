"""Reading proposals."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from okrflow.okrs.models import Objective
    from okrflow.okrs.rights import OkrRights
    from okrflow.organisations.models import Organisation
    from okrflow.proposals.models import Proposal, ProposalVersion
    from okrflow.value_streams.models import ValueStream


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def for_organisation(self, organisation: Organisation) -> ProposalQuerySet:
        return self.filter(organisation=organisation)

    def readable(self, rights: OkrRights) -> ProposalQuerySet:
        """Those that the member made, those put to a stream of theirs, and to administrators all."""
        mine = Q(proposed_by=rights.access.user) | Q(value_stream__in=rights.stream_ids)
        found = self.for_organisation(rights.organisation)
        return found if rights.administers else found.filter(mine)

    def put_to(self, value_stream: ValueStream | None) -> ProposalQuerySet:
        return self.filter(value_stream=value_stream)

    def about(self, objective: Objective) -> ProposalQuerySet:
        """The one that it came from, and the changes of it that were proposed."""
        return self.filter(Q(accepted_as=objective) | Q(objective=objective))

    def waiting_on(self, day: date) -> ProposalQuerySet:
        """Open ones whose cycle is not over."""
        return self.filter(state="open", cycle__ends_on__gt=day)

    def with_names(self) -> ProposalQuerySet:
        return self.select_related(
            "organisation",
            "value_stream__organisation",
            "cycle",
            "objective__organisation",
            "accepted_as__organisation",
            "proposed_by",
            "answered_by",
        )

    def newest_first(self) -> ProposalQuerySet:
        return self.order_by("-waits_since", "-pk")


class ProposalVersionQuerySet(models.QuerySet["ProposalVersion"]):
    def standing(self) -> ProposalVersionQuerySet:
        """Of each proposal the one that stands."""
        return self.filter(number=models.F("proposal__version"))

    def newest_first(self) -> ProposalVersionQuerySet:
        return self.order_by("-number")
