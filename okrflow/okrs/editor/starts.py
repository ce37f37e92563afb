"""Beginnings of an objective, filled with the stream's own values of today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from okrflow.flow import StageFigures, State
from okrflow.metrics import values
from okrflow.metrics.models import Better, Measure, Metric, MetricKind
from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.editor.rows import as_typed, with_baselines
from okrflow.okrs.editor.typed import Typed, new_row
from okrflow.okrs.given import FlowGiven
from okrflow.okrs.models import Aim, TargetForm
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import Window

PROPOSED_PERCENT: Final = "30"
LOOKED_BACK_DAYS: Final = 90
PARTS = tuple[Typed, list[Typed]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """`make` returns the objective's fields and its rows; None where there is nothing to start from."""

    name: str
    words: str
    make: Callable[[Offers], PARTS | None]


def _lower_by_a_share(title: str, measure: Measure, **fields: str) -> Typed:
    """By 30 percent: a proposal, to be changed."""
    return new_row(
        title=title,
        metric=f"f:{measure.value}",
        aim=Aim.LOWER.value,
        target_form=TargetForm.RELATIVE.value,
        target=PROPOSED_PERCENT,
        **fields,
    )


def _flow_time(offers: Offers) -> PARTS | None:
    row = _lower_by_a_share("85 % of the items get from start to finish sooner", Measure.FLOW_TIME_P85)
    guard = new_row(
        title="Velocity stays at least where it is today",
        metric=f"f:{Measure.VELOCITY.value}",
        aim=Aim.STAY_ABOVE.value,
        lower=_today(offers, FlowGiven(measure=Measure.VELOCITY)),
        guard_for=row["uuid"],
    )
    return {"title": "Work gets from start to finish sooner"}, [row, guard]


def _waiting(offers: Offers) -> PARTS | None:
    stage = longest_wait(offers)
    if stage is None:
        return None
    name = offers.stages[stage.stage.status].name
    waits = _lower_by_a_share(f"Less time in {name}", Measure.STAGE_VISIT_P85, stage=str(stage.stage.status))
    whole = new_row(
        title="Items get from start to finish sooner",
        metric=f"f:{Measure.FLOW_TIME_P85.value}",
        aim=Aim.LOWER.value,
        target_form=TargetForm.RELATIVE.value,
    )
    return {"title": f"Work no longer waits in {name}"}, [waits, whole]


def longest_wait(offers: Offers) -> StageFigures | None:
    """The waiting stage in which visits of the last 90 days took longest at the 85th percentile. Four queries."""
    stream = offers.value_stream
    if stream is None:
        return None
    first = offers.today - timedelta(days=LOOKED_BACK_DAYS - 1)
    window = Window.of(stream.organisation, first=first, to=offers.today + timedelta(days=1))
    report = flow.stages(stream, window, now=offers.now)
    waiting = [
        each
        for each in report.stages
        if each.stage.state == State.WAITING
        and each.visit_days_p85 is not None
        and each.stage.status in offers.stages
    ]
    return max(waiting, key=lambda each: each.visit_days_p85 or 0, default=None)


def _customer(offers: Offers) -> PARTS | None:
    """A business metric, the first by name, to be exchanged, with flow time as what leads to it."""
    outcome = next((key for key, each in offers.metrics.items() if each.kind == MetricKind.BUSINESS), "")
    metric = offers.metrics.get(outcome)
    aim = Aim.LOWER if metric and metric.better == Better.DOWN else Aim.RAISE
    result = new_row(title=metric.name if metric else "", metric=outcome, aim=aim.value)
    pair = _lower_by_a_share("85 % of the items reach them sooner", Measure.FLOW_TIME_P85)
    return {"title": ""}, [result, pair]


def _today(offers: Offers, given: FlowGiven) -> str:
    """Today's value as it stands in a field; empty without one."""
    metric: Metric | None = offers.as_metric(given)
    if metric is None:
        return ""
    metric.pk = -1
    (point,) = values.in_force(
        [metric], offers.rights.organisation, day=offers.today, now=offers.now
    ).values()
    return "" if point.value is None else as_typed(metric, point.value)


STARTS: Final[Mapping[str, Start]] = MappingProxyType(
    {
        "flow-time": Start(name="Flow time", words="Items get from start to finish sooner.", make=_flow_time),
        "waiting": Start(
            name="A waiting stage", words="Where items wait longest, they wait less.", make=_waiting
        ),
        "customer": Start(
            name="A customer outcome",
            words="What customers notice, with the flow that leads to it.",
            make=_customer,
        ),
    }
)


def begun(name: str, offers: Offers) -> PARTS | None:
    """The fields of an objective that starts from there, baselines computed; None for a name that is none."""
    start = STARTS.get(name)
    parts = start.make(offers) if start else None
    if parts is None:
        return None
    objective, rows = parts
    return objective, with_baselines(rows, offers)
