"""Reading metrics and their values."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from okrflow.metrics.models import Measurement, Metric
    from okrflow.organisations.models import Organisation


class MetricQuerySet(models.QuerySet["Metric"]):
    def for_organisation(self, organisation: Organisation) -> MetricQuerySet:
        return self.filter(organisation=organisation)

    def shown_to(self, stream_ids: Collection[int]) -> MetricQuerySet:
        """Without team metrics of other streams than those that the reader belongs to."""
        return self.exclude(~models.Q(value_stream__in=list(stream_ids)), kind="team")

    def by_name(self) -> MetricQuerySet:
        return self.select_related("organisation", "value_stream", "stage").order_by("name", "pk")


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def for_organisation(self, organisation: Organisation) -> MeasurementQuerySet:
        return self.filter(organisation=organisation)

    def valid(self) -> MeasurementQuerySet:
        """Those that no correction has replaced."""
        return self.filter(replaced_by=None)

    def valid_at(self, instant: datetime) -> MeasurementQuerySet:
        """Those that had been recorded by an instant, and that no correction had replaced by then."""
        unreplaced = models.Q(replaced_by=None) | models.Q(replaced_by__recorded_at__gte=instant)
        return self.filter(unreplaced, recorded_at__lt=instant)

    def latest_first(self) -> MeasurementQuerySet:
        """By the instant they are about; of equal instants, the one recorded last comes first."""
        return self.order_by("-about_at", "-recorded_at", "-pk")

    def latest_of_each(self) -> MeasurementQuerySet:
        """Of each metric the latest."""
        return self.order_by("metric_id", "-about_at", "-recorded_at", "-pk").distinct("metric_id")

    def in_force(self, *, before: datetime) -> Measurement | None:
        """The value in force just before an instant (scores.md). One query."""
        return self.valid().filter(about_at__lt=before).latest_first().first()
