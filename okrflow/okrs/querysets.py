"""Reading cycles, objectives and key results."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from okrflow.okrs.models import Cycle, KeyResult, Objective
    from okrflow.organisations.models import Organisation


class CycleQuerySet(models.QuerySet["Cycle"]):
    def for_organisation(self, organisation: Organisation) -> CycleQuerySet:
        return self.filter(organisation=organisation)

    def running_on(self, day: date) -> CycleQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def around(self, cycle: Cycle) -> CycleQuerySet:
        """The cycle itself and those that enclose it."""
        return self.filter(starts_on__lte=cycle.starts_on, ends_on__gte=cycle.ends_on)

    def newest_first(self) -> CycleQuerySet:
        return self.order_by("-starts_on", "ends_on", "pk")


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def for_organisation(self, organisation: Organisation) -> ObjectiveQuerySet:
        return self.filter(organisation=organisation)

    def with_names(self) -> ObjectiveQuerySet:
        """With all that a list of them names."""
        return self.select_related("organisation", "value_stream", "cycle", "supports")

    def not_archived(self) -> ObjectiveQuerySet:
        return self.filter(archived_at=None)

    def by_rank(self) -> ObjectiveQuerySet:
        return self.order_by(models.F("rank").asc(nulls_last=True), "pk")

    def in_reading_order(self) -> ObjectiveQuerySet:
        """The organisation's first, then stream by stream; in each by rank."""
        rank = models.F("rank").asc(nulls_last=True)
        stream = ("value_stream__order", "value_stream__name", "value_stream")
        return self.order_by(*(models.F(name).asc(nulls_first=True) for name in stream), rank, "pk")


class KeyResultQuerySet(models.QuerySet["KeyResult"]):
    def for_organisation(self, organisation: Organisation) -> KeyResultQuerySet:
        return self.filter(organisation=organisation)

    def with_names(self) -> KeyResultQuerySet:
        """With the metric, its stream and stage, who keeps it up to date, and what it guards."""
        return self.select_related(
            "metric__value_stream", "metric__stage", "kept_by", "guard_for__organisation"
        )

    def with_objective(self) -> KeyResultQuerySet:
        return self.select_related("objective__cycle", "objective__value_stream")

    def active(self) -> KeyResultQuerySet:
        """Without retired ones, which count no more."""
        return self.filter(retired_at=None)

    def in_order(self) -> KeyResultQuerySet:
        return self.order_by("order", "pk")
