"""What the rooms below tell: a changed calendar names the days of computed durations anew."""

from typing import Any

from django.dispatch import receiver

from okrflow.metrics.models import Metric, Source, UnitKind
from okrflow.organisations.calendars import clock_of
from okrflow.organisations.models import Organisation
from okrflow.organisations.signals import calendar_changed


@receiver(calendar_changed)
def name_days(organisation: Organisation, **_: Any) -> None:
    """Flow time and times in stages are in days, or in working days, from now on."""
    unit = clock_of(organisation).unit
    durations = Metric.objects.for_organisation(organisation).filter(
        source=Source.FLOW, unit_kind=UnitKind.DURATION
    )
    durations.exclude(unit=unit).update(unit=unit)
