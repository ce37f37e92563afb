"""Figures as the API gives them; the commands print the same."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from okrflow.analysis.waiting import Wait, others_waiting, owners_of
from okrflow.flow import (
    Bottleneck,
    Grain,
    Kind,
    Period,
    PeriodFigures,
    Predictability,
    Reason,
    StageFigures,
    StageReport,
    State,
    date_of,
)
from okrflow.plans.predictability import predictability
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items import stale
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import Window

Body = dict[str, Any]

# The contract's codes; what the arithmetic tells apart further is said in the text.
REASONS: Final[Mapping[Reason, tuple[str, str]]] = {
    Reason.FUTURE_PERIOD: ("future_period", "The period lies in the future."),
    Reason.EMPTY_PERIOD: ("future_period", "No time has passed in this period."),
    Reason.NOTHING_FINISHED: ("nothing_finished", "No item was finished in the period."),
    Reason.NOTHING_MEASURABLE: (
        "nothing_measurable",
        "None of the finished items was ever in an active status.",
    ),
    Reason.NOTHING_COMMITTED: ("nothing_committed", "Nothing on the plan was committed to this period."),
    Reason.NOTHING_THERE: ("too_few_items", "No item was there."),
    Reason.NOTHING_LEFT: ("too_few_items", "No visit ended in the period."),
    Reason.TOO_FEW_ITEMS: ("too_few_items", "Fewer than 10 items spent time in a stage."),
    Reason.TOO_FEW_BLOCKS: (
        "no_clear_bottleneck",
        "The period is too short to tell: it has fewer than 4 days.",
    ),
    Reason.NO_CLEAR_BOTTLENECK: (
        "no_clear_bottleneck",
        "No stage comes first in at least 80 % of the draws.",
    ),
    Reason.TOO_FEW_DAYS: (
        "no_forecast",
        "On fewer than 5 days of the samples an item was finished: too little to draw from.",
    ),
}


def reason(why: Reason | None) -> Body | None:
    """Why a figure is missing: a code for programs and a text for people."""
    if why is None:
        return None
    code, text = REASONS[why]
    return {"code": code, "text": text}


def flow_metrics(
    value_stream: ValueStream,
    window: Window,
    *,
    now: datetime,
    kind: Kind | None = None,
    grain: Grain | None = None,
) -> Body:
    """The body of …/flow-metrics: of the whole window, or of each of its days, weeks or months."""
    body = envelope(value_stream, window, kind, now)
    unmapped = [
        {"status": each.status.name, "items": each.items} for each in flow.unmapped_with_items(value_stream)
    ]
    if grain is None:
        figures = flow.figures([value_stream.pk], window, now=now, kind=kind)
        (of_plan,) = predictability(value_stream, [window.period], window=window, now=now, kind=kind)
        return body | _figures(figures, of_plan, kind) | {"unmapped_statuses": unmapped}
    groups = flow.grouped([value_stream.pk], window, grain, now=now, kind=kind)
    of_plan_by_group = predictability(
        value_stream, [group.period for group in groups], window=window, now=now, kind=kind
    )
    periods = [
        bounds_of(group.period) | _figures(group, of_plan, kind)
        for group, of_plan in zip(groups, of_plan_by_group, strict=True)
    ]
    return body | {"group": grain.value, "periods": periods, "unmapped_statuses": unmapped}


def stages(value_stream: ValueStream, window: Window, *, now: datetime, kind: Kind | None = None) -> Body:
    """The body of …/stages."""
    report = flow.stages(value_stream, window, now=now, kind=kind)
    names, owners = names_of([report]), owners_of(value_stream)
    waiting = others_waiting(value_stream, window, now=now, kind=kind)
    return envelope(value_stream, window, kind, now) | {
        "stages": [_stage(each, names, owners) for each in report.stages],
        **found_in(report, names),
        "others_wait": [_wait(each) for each in waiting],
    }


def found_in(report: StageReport, names: Mapping[int, str]) -> Body:
    """The bottleneck of a report or why there is none, and the candidates."""
    return {
        "bottleneck": report.bottleneck and _bottleneck(report.bottleneck, names),
        "bottleneck_reason": reason(report.reason),
        "candidates": [
            {"status": names[each.status], "stability": each.stability} for each in report.candidates
        ],
    }


def envelope(value_stream: ValueStream, window: Window, kind: Kind | None, now: datetime) -> Body:
    """What every body begins with: of which stream and period, as of when, and whether it shows every event."""
    return {
        "value_stream": value_stream.slug,
        "from": window.first.isoformat(),
        "to": window.to.isoformat(),
        "kind": None if kind is None else kind.name.lower(),
        "as_of": now.isoformat(),
        "clock": window.clock.name,
        "computed_at": now.isoformat(),
        "up_to_date": stale.is_up_to_date([value_stream.pk], now=now),
    }


def bounds_of(period: Period) -> Body:
    """The days [from, to) of a period."""
    return {"from": date_of(period.from_day).isoformat(), "to": date_of(period.to_day).isoformat()}


def _figures(figures: PeriodFigures, of_plan: Predictability, kind: Kind | None) -> Body:
    whole = reason(figures.reason)
    time, efficiency, load = figures.flow_time, figures.efficiency, figures.load
    body = {
        "velocity": {"total": figures.velocity} | _by_kind(figures.velocity_by_kind, 0),
        "distribution": _by_kind(figures.distribution, 0.0),
        "flow_time_days": {
            "count": time.count,
            "mean": time.mean,
            "p50": time.p50,
            "p85": time.p85,
            "p95": time.p95,
        },
        "efficiency": {
            "value": efficiency.value,
            "measured": efficiency.measured,
            "unmeasured": efficiency.unmeasured,
        },
        "load": {"at_end": load.at_end, "mean": load.mean} | _by_kind(load.at_end_by_kind or None, 0),
        "predictability": {
            name: getattr(of_plan, name) for name in ("value", "committed", "finished", "written_afterwards")
        },
        **{name: getattr(figures, name) for name in ("arrivals", "entered", "left", "cancelled", "reopened")},
    }
    body["distribution"] |= _why(reason(figures.distribution_reason))
    body["flow_time_days"] |= _why(reason(time.reason))
    body["efficiency"] |= _why(reason(efficiency.reason))
    body["predictability"] |= _why(reason(of_plan.reason))
    if whole:
        body |= {"reason": whole}
        body["velocity"] |= _why(whole)
        body["load"] |= _why(whole)
    return body


def _why(why: Body | None) -> Body:
    return {"reason": why} if why else {}


def _by_kind(values: Mapping[Kind, float] | None, none: float) -> Body:
    """One entry a kind; kinds that were not asked for count as none of them."""
    return {kind.name.lower(): None if values is None else values.get(kind, none) for kind in Kind}


def names_of(reports: Iterable[StageReport]) -> dict[int, str]:
    """The names of the stages in reports."""
    ids = {each.stage.status for report in reports for each in report.stages}
    return dict(Status.objects.filter(pk__in=ids).values_list("pk", "name"))


def _stage(figures: StageFigures, names: Mapping[int, str], owners: Mapping[int, ValueStream]) -> Body:
    counted = (
        "visits",
        "item_days",
        "mean_load",
        "share",
        "entered",
        "left",
        "growth_per_week",
        "current",
        "max",
    )
    return {
        "status": names[figures.stage.status],
        "flow_state": State(figures.stage.state).name.lower(),
        "waits_for": owners[figures.stage.status].slug if figures.stage.status in owners else None,
        **{name: getattr(figures, name) for name in counted},
        "visit_days": {"p50": figures.visit_days_p50, "p85": figures.visit_days_p85}
        | _why(reason(figures.visit_reason)),
        "age_days_p85": figures.age_days_p85,
        **({"share_reason": reason(figures.share_reason)} if figures.share_reason else {}),
        **({"age_days_p85_reason": reason(figures.age_reason)} if figures.age_reason else {}),
    }


def _wait(wait: Wait) -> Body:
    """A stage of another stream that waits for this one."""
    counted = ("item_days", "mean_load", "share", "entered", "left", "growth_per_week", "current")
    return {"value_stream": wait.stream.slug, "status": wait.status} | {
        name: getattr(wait.figures, name) for name in counted
    }


def _bottleneck(found: Bottleneck, names: Mapping[int, str]) -> Body:
    return {
        "status": names[found.status],
        "in_front_of": None if found.in_front_of is None else names[found.in_front_of],
        "share": found.share,
        "growth_per_week": found.growth_per_week,
        "stability": found.stability,
    }
