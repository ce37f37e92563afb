"""Recording what was measured. Nothing is overwritten: a correction is a value that replaces another."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from okrflow.metrics.decimals import NotStorable, stored
from okrflow.metrics.models import Measurement, Metric
from okrflow.metrics.signals import measured
from okrflow.organisations.models import Organisation
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today, zone_of

EARLIEST: Final = datetime(1970, 1, 2, tzinfo=UTC)
LATEST: Final = datetime(2199, 1, 1, tzinfo=UTC)


class ComputedMetric(Refused):
    """A flow metric takes no values."""


class NotAnInstant(Refused):
    """The value is about a time that can't be."""


class AlreadyCorrected(Refused):
    """The value has been replaced before."""


class NotAValue(Refused):
    """The value can't be stored."""


def noon_of(organisation: Organisation, day: date) -> datetime:
    """The instant that a value about a whole day is about: local noon."""
    return datetime.combine(day, time(12), zone_of(organisation)).astimezone(UTC)


def record_measurement(
    *,
    metric: Metric,
    about_at: datetime,
    value: Decimal,
    note: str,
    by: Any,
    replaces: Measurement | None = None,
    now: datetime | None = None,
) -> Measurement:
    """A value of a typed-in or sent metric about an instant, perhaps instead of an earlier one; both are kept.

    Raises ComputedMetric, NotAnInstant, NotAValue, AlreadyCorrected.
    """
    measurement = unsaved_measurement(
        metric=metric,
        about_at=about_at,
        value=value,
        note=note,
        by=by,
        replaces=replaces,
        now=now or timezone.now(),
    )
    record_measurements(metric=metric, measurements=[measurement])
    return measurement


def unsaved_measurement(
    *,
    metric: Metric,
    about_at: datetime,
    value: Decimal,
    note: str,
    by: Any,
    replaces: Measurement | None = None,
    now: datetime,
) -> Measurement:
    """What `record_measurements` can write, to look at it first. No query.

    Raises ComputedMetric, NotAnInstant, NotAValue, AlreadyCorrected, ValidationError.
    """
    _require_possible(metric, about_at, replaces, now)
    try:
        number = stored(value)
    except NotStorable as error:
        raise NotAValue(str(error)) from None
    measurement = Measurement(
        organisation=metric.organisation,
        metric=metric,
        about_at=about_at,
        value=number,
        note=note,
        recorded_at=now,
        recorded_by=by,
        replaces=replaces,
    )
    measurement.clean_fields(exclude=["organisation", "metric", "recorded_by", "replaces"])
    return measurement


@transaction.atomic
def record_measurements(*, metric: Metric, measurements: Sequence[Measurement]) -> None:
    """Write values of one metric, all or none, and tell of them once. Raises AlreadyCorrected."""
    try:
        with transaction.atomic():
            Measurement.objects.bulk_create(measurements)
    except IntegrityError:
        raise AlreadyCorrected(
            "Somebody has corrected this value before you. Look at the new one first."
        ) from None
    tell(metric.organisation, [metric.pk])


def _require_possible(
    metric: Metric, about_at: datetime, replaces: Measurement | None, now: datetime
) -> None:
    if metric.computed:
        raise ComputedMetric("This metric is computed from flow; nobody types its values.")
    if about_at.tzinfo is None:
        raise NotAnInstant("The instant has no time zone.")
    organisation = metric.organisation
    if not EARLIEST <= about_at < LATEST or about_at.astimezone(zone_of(organisation)).date() > today(
        organisation, now=now
    ):
        raise NotAnInstant("A value is about a day that has come, since 1970. Give that day.")
    if replaces is not None and replaces.metric_id != metric.pk:
        raise AlreadyCorrected("That value belongs to another metric.")


def tell(organisation: Organisation, metric_ids: list[int]) -> None:
    """On commit, tell the apps above."""
    transaction.on_commit(
        lambda: measured.send(sender=Metric, organisation_id=organisation.pk, metric_ids=metric_ids) and None
    )
