"""Reading impediments."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models

from okrflow.value_streams.models import Stage

if TYPE_CHECKING:
    from okrflow.impediments.models import Impediment
    from okrflow.organisations.models import Organisation
    from okrflow.value_streams.models import ValueStream


class ImpedimentQuerySet(models.QuerySet["Impediment"]):
    def for_organisation(self, organisation: Organisation) -> ImpedimentQuerySet:
        return self.filter(organisation=organisation)

    def of_stream(self, value_stream: ValueStream) -> ImpedimentQuerySet:
        """Raised by the stream, or on one of its stages."""
        mine = models.Q(value_stream=value_stream) | models.Q(stage_stream=value_stream)
        return self.filter(mine, organisation=value_stream.organisation_id)

    def open(self) -> ImpedimentQuerySet:
        """Not closed by the stream that raised them."""
        return self.filter(closed_on=None)

    def unanswered(self) -> ImpedimentQuerySet:
        """Open ones that no objective addresses and nobody answered."""
        return self.open().filter(addressed_by=None, answered_at=None)

    def waiting_for(self, stream_ids: Collection[int]) -> ImpedimentQuerySet:
        """Raised by others on a stage of one of these streams, or where one of them owns the wait."""
        stages = Stage.objects.filter(
            value_stream=models.OuterRef("stage_stream"), status=models.OuterRef("stage")
        )
        owned = models.Exists(stages.filter(owner_stream__in=stream_ids))
        return self.filter(models.Q(stage_stream__in=stream_ids) | owned)

    def with_names(self) -> ImpedimentQuerySet:
        return self.select_related(
            "organisation",
            "value_stream__organisation",
            "stage",
            "stage_stream__organisation",
            "limits__organisation",
            "limits__metric",
            "limits__objective",
            "addressed_by__organisation",
            "raised_by",
            "answered_by",
            "closed_by",
        )

    def longest_first(self) -> ImpedimentQuerySet:
        return self.order_by("raised_on", "pk")
