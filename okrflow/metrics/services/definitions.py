"""Defining metrics: those that people type or send, and those computed from flow."""

from dataclasses import dataclass, fields

from django.db import transaction

from okrflow.flow import Kind
from okrflow.metrics.measures import definition
from okrflow.metrics.models import (
    Better,
    Category,
    Counts,
    Measure,
    Metric,
    MetricKind,
    Source,
    Timing,
    UnitKind,
)
from okrflow.metrics.services.values import tell
from okrflow.metrics.slugs import free_slug
from okrflow.organisations.calendars import clock_of
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import Status, ValueStream
from okrflow.web.refusals import Refused

FLOW_WINDOW_DAYS = 28


class NotAMetric(Refused):
    """The fields do not make a metric; the text says which one is at fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricGiven:
    """What people say of a typed-in or sent metric. `timing` None: as it is, lagging for a new one."""

    name: str
    description: str = ""
    kind: MetricKind = MetricKind.BUSINESS
    timing: Timing | None = None
    category: Category | str = ""
    unit_kind: UnitKind = UnitKind.COUNT
    unit: str = ""
    digits: int = 1
    better: Better = Better.UP
    counts: Counts = Counts.EFFECT
    cadence_days: int = 7
    lag_days: int = 0
    value_stream: ValueStream | None = None
    source: Source = Source.HAND


@transaction.atomic
def create_metric(*, organisation: Organisation, given: MetricGiven) -> Metric:
    """A metric whose values are typed in or sent. Raises NotAMetric, ValidationError for bad fields."""
    _require_sense(organisation, given)
    _lock(organisation)
    metric = Metric(organisation=organisation, slug=_slug(organisation, given.name))
    return _written(metric, given)


@transaction.atomic
def change_metric(*, metric: Metric, given: MetricGiven) -> Metric:
    """Another name, unit, rhythm; values stay as they are. Raises NotAMetric, ValidationError."""
    stored = (
        Metric.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organisation")
        .get(pk=metric.pk)
    )
    if stored.computed:
        raise NotAMetric("This metric is computed from flow; its definition is fixed.")
    _require_sense(stored.organisation, given)
    _require_same_readers(stored, given)
    scaled = UnitKind.PERCENT in {stored.unit_kind, given.unit_kind} and stored.unit_kind != given.unit_kind
    if scaled and stored.measurements.exists():
        raise NotAMetric(
            "It has values already, and percent are kept differently. Make a new metric instead."
        )
    return _written(stored, given)


def _require_sense(organisation: Organisation, given: MetricGiven) -> None:
    if given.kind == MetricKind.FLOW or given.source == Source.FLOW:
        raise NotAMetric("Flow metrics are computed. Choose a flow measure on a key result instead.")
    if given.kind == MetricKind.TEAM and given.value_stream is None:
        raise NotAMetric("A team metric belongs to a value stream. Choose one.")
    if given.value_stream is not None and given.value_stream.organisation_id != organisation.pk:
        raise NotAMetric("That value stream is not of this organisation.")


def _require_same_readers(stored: Metric, given: MetricGiven) -> None:
    """What somebody measured by is not hidden from them, and a team's own values are not shown to others, afterwards."""
    team = MetricKind.TEAM in {stored.kind, given.kind}
    if not team or (stored.kind, stored.value_stream) == (given.kind, given.value_stream):
        return
    if stored.measurements.exists() or stored.key_results.exists():
        raise NotAMetric("Others would read it then, or no longer. It is in use: make a new metric instead.")


def _written(metric: Metric, given: MetricGiven) -> Metric:
    timing = given.timing or metric.timing
    for field in fields(given):
        setattr(metric, field.name, getattr(given, field.name))
    metric.timing = timing
    if given.unit_kind == UnitKind.PERCENT:
        metric.unit = "%"
    metric.clean_fields(exclude=["organisation"])
    metric.save()
    tell(metric.organisation, [metric.pk])
    return metric


def _lock(organisation: Organisation) -> None:
    """One definition at a time in an organisation, so that names and slugs are given once."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _slug(organisation: Organisation, name: str) -> str:
    taken = set(Metric.objects.for_organisation(organisation).values_list("slug", flat=True))
    return free_slug(name, taken=taken, otherwise="metric")


@transaction.atomic
def flow_metric(
    *,
    organisation: Organisation,
    value_stream: ValueStream | None,
    measure: Measure,
    item_kind: Kind | None = None,
    stage: Status | None = None,
    window_days: int = FLOW_WINDOW_DAYS,
) -> Metric:
    """The computed metric of that definition, made if it is not there. Without a stream: of all streams together.

    Raises NotAMetric where the measure lacks its stage or kind, or a foreign one is given.
    """
    made = unsaved_flow_metric(
        organisation=organisation,
        value_stream=value_stream,
        measure=measure,
        item_kind=item_kind,
        stage=stage,
        window_days=window_days,
    )
    identity = {
        name: getattr(made, name) for name in ("value_stream", "measure", "item_kind", "stage", "window_days")
    }
    same = Metric.objects.for_organisation(organisation).filter(**identity)
    if found := same.first():
        return found
    _lock(organisation)
    if found := same.first():
        return found
    where = value_stream.slug if value_stream else "all-streams"
    made.slug = _slug(organisation, f"{where} {made.name}")
    made.clean_fields(exclude=["organisation", "value_stream", "stage"])
    made.save()
    return made


def unsaved_flow_metric(
    *,
    organisation: Organisation,
    value_stream: ValueStream | None,
    measure: Measure,
    item_kind: Kind | None = None,
    stage: Status | None = None,
    window_days: int = FLOW_WINDOW_DAYS,
) -> Metric:
    """What `flow_metric` would make, to look at its values first. Raises NotAMetric."""
    given = definition(measure)
    _require_measurable(organisation, value_stream, measure, item_kind, stage)
    name = given.called(kind=item_kind, stage=stage.name if stage else "")[:100]
    if window_days != FLOW_WINDOW_DAYS:
        name = f"{name}, {window_days} days"
    return Metric(
        organisation=organisation,
        name=name,
        description=given.explanation,
        kind=MetricKind.FLOW,
        timing=Timing.LEADING,
        unit_kind=given.unit_kind,
        unit=given.unit_for(window_days, clock_of(organisation)),
        digits=given.digits,
        better=given.better,
        source=Source.FLOW,
        value_stream=value_stream,
        measure=measure,
        item_kind=None if item_kind is None else int(item_kind),
        stage=stage,
        window_days=window_days,
    )


def _require_measurable(
    organisation: Organisation,
    value_stream: ValueStream | None,
    measure: Measure,
    item_kind: Kind | None,
    stage: Status | None,
) -> None:
    given = definition(measure)
    if value_stream is not None and value_stream.organisation_id != organisation.pk:
        raise NotAMetric("That value stream is not of this organisation.")
    if given.needs_stage and (stage is None or value_stream is None):
        raise NotAMetric("This measure is of one stage. Choose the stage.")
    if stage is not None and (not given.needs_stage or stage.organisation_id != organisation.pk):
        raise NotAMetric("This measure is not of that stage.")
    if given.needs_kind and item_kind is None:
        raise NotAMetric("This is the share of one kind. Choose the kind.")
