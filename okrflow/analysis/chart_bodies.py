"""Figures behind the charts beside the Flow Metrics, as the API gives them."""

from datetime import datetime

from okrflow.analysis.bodies import Body, bounds_of, envelope, found_in, names_of, reason
from okrflow.flow import Grain, Kind, Reason, StageReport, flow_time_bins
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures import flow, reading
from okrflow.work_items.figures.ageing import StagePace, ageing
from okrflow.work_items.figures.cumulative import cumulative_flow_of
from okrflow.work_items.figures.windows import Window


def cumulative_flow_body(
    value_stream: ValueStream,
    window: Window,
    *,
    now: datetime,
    kind: Kind | None = None,
    grain: Grain | None = None,
) -> Body:
    """The body of …/cumulative-flow: at the window's end, or at the ends of its days, weeks or months."""
    periods = [window.period] if grain is None else window.cut(grain)
    found = cumulative_flow_of(value_stream, window, periods, now=now, kind=kind)
    return envelope(value_stream, window, kind, now) | {
        "group": grain and grain.value,
        "statuses": [
            {"status": each.name, "flow_state": each.state.name.lower(), "before": each.before}
            for each in found.statuses
        ],
        "periods": [
            bounds_of(period) | {"at_end": {each.name: each.at_end[number] for each in found.statuses}}
            for number, period in enumerate(found.periods)
        ],
    }


def histogram_body(
    value_stream: ValueStream, window: Window, *, now: datetime, kind: Kind | None = None
) -> Body:
    """The body of …/flow-time-histogram."""
    finished = reading.finished([value_stream.pk], window)
    if kind is not None:
        finished = finished.where(finished.kind == kind)
    return envelope(value_stream, window, kind, now) | {
        "bins": [
            {"from_days": each.from_days, "to_days": each.to_days, "items": each.items}
            | {of.name.lower(): count for of, count in each.by_kind.items()}
            for each in flow_time_bins(finished.flow_days, finished.kind)
        ]
    }


def ageing_body(
    value_stream: ValueStream, window: Window, *, now: datetime, kind: Kind | None = None
) -> Body:
    """The body of …/ageing."""
    found = ageing(value_stream, window, now=now, kind=kind)
    return envelope(value_stream, window, kind, now) | {
        "items": [
            {
                "id": str(item.uuid),
                "key": item.key,
                "title": item.title,
                "kind": item.kind.name.lower(),
                "status": item.status,
                "started_at": item.started_at.isoformat(),
                "age_days": item.age_days,
                "in_stage_days": item.in_stage_days,
            }
            for item in found.items
        ],
        "stages": [_pace(stage) for stage in found.stages],
    }


def _pace(stage: StagePace) -> Body:
    ages: Body = {"p50": stage.p50, "p85": stage.p85}
    if not stage.left:
        ages["reason"] = reason(Reason.NOTHING_LEFT)
    return {
        "status": stage.status,
        "flow_state": stage.state.name.lower(),
        "left": stage.left,
        "left_age_days": ages,
    }


def stage_history_body(
    value_stream: ValueStream, window: Window, *, now: datetime, kind: Kind | None = None
) -> Body:
    """The body of …/stage-history: the bottleneck of each month of the window."""
    reports = flow.stages_of(value_stream, window, window.cut(Grain.MONTH), now=now, kind=kind)
    names = names_of(reports)
    return envelope(value_stream, window, kind, now) | {
        "periods": [
            bounds_of(report.period) | {"stages": _shares(report, names)} | found_in(report, names)
            for report in reports
        ]
    }


def _shares(report: StageReport, names: dict[int, str]) -> list[Body]:
    return [
        {
            "status": names[each.stage.status],
            "flow_state": each.stage.state.name.lower(),
            "mean_load": each.mean_load,
            "share": each.share,
        }
        for each in report.stages
    ]
