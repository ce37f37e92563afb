"""Reading plan entries and their items."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from okrflow.value_streams.models import FlowState

if TYPE_CHECKING:
    from okrflow.organisations.models import Organisation
    from okrflow.plans.models import PlanEntry, PlannedItem
    from okrflow.value_streams.models import ValueStream

DONE = models.Q(work_items__facts__state=FlowState.DONE)
DROPPED = models.Q(work_items__facts__state=FlowState.CANCELLED)


class PlanEntryQuerySet(models.QuerySet["PlanEntry"]):
    def for_organisation(self, organisation: Organisation) -> PlanEntryQuerySet:
        return self.filter(organisation=organisation)

    def of(self, value_stream: ValueStream) -> PlanEntryQuerySet:
        return self.filter(organisation=value_stream.organisation_id, value_stream=value_stream)

    def in_order(self) -> PlanEntryQuerySet:
        return self.order_by("order")

    def with_counts(self) -> PlanEntryQuerySet:
        """With `item_count`, and of those `done_count` and `dropped_count` (cancelled) as the items stand now."""
        return self.annotate(
            item_count=models.Count("work_items"),
            done_count=models.Count("work_items", filter=DONE),
            dropped_count=models.Count("work_items", filter=DROPPED),
        )


class PlannedItemQuerySet(models.QuerySet["PlannedItem"]):
    def for_organisation(self, organisation: Organisation) -> PlannedItemQuerySet:
        return self.filter(organisation=organisation)

    def committed_within(self, value_stream: ValueStream, first: date, to: date) -> PlannedItemQuerySet:
        """Of the stream's entries whose own period lies in [first, to)."""
        return self.filter(
            organisation=value_stream.organisation_id,
            plan_entry__value_stream=value_stream,
            plan_entry__from_on__gte=first,
            plan_entry__to_on__lte=to,
        )

    def with_names(self) -> PlannedItemQuerySet:
        """With all that a list of them names."""
        return self.select_related(
            "plan_entry__value_stream__organisation",
            "work_item__organisation",
            "work_item__facts__status",
            "work_item__facts__finished_stream",
        )
