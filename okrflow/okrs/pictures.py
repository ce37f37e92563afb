"""The chart of a key result: its values between baseline and target, where it should be by now, what was said."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from okrflow.flow.forecasts import Band
from okrflow.flow.lags import LagCorrelation
from okrflow.metrics.models import Metric
from okrflow.metrics.pictures import data, encoding, factor
from okrflow.metrics.values import Point
from okrflow.okrs.models import Aim, Cycle, KeyResult
from okrflow.okrs.progress.contributions import Weekly
from okrflow.okrs.scoring import CycleDays, expected_share

Spec = dict[str, Any]
Foretold = tuple[date, Band]
DASHED = {"type": "line", "strokeDash": [6, 4], "color": "var(--muted)"}


def key_result(
    row: KeyResult, metric: Metric, cycle: Cycle, points: Sequence[Point], foretold: Sequence[Foretold] = ()
) -> Spec:
    """Layers: where the value will be, the way that is expected, the limits or the target, the values."""
    measured = {
        "data": {"values": data(metric, points)},
        "mark": {
            "type": "line",
            "color": "var(--accent)",
            "interpolate": "linear" if metric.computed else "step-after",
            "point": {"color": "var(--accent)", "size": 24} if len(points) <= 40 else False,
        },
        "encoding": encoding(metric),
    }
    return {
        "layer": [
            *_band(metric, points, foretold),
            *_expected(row, metric, cycle),
            *_rules(row, metric),
            measured,
        ]
    }


def _band(metric: Metric, points: Sequence[Point], foretold: Sequence[Foretold]) -> list[Spec]:
    """From the last value on, between p15 and p85 of what is foretold, with p50 as a dotted line."""
    if not foretold:
        return []
    known = [(each.day, Band(*[float(each.value)] * 3)) for each in points if each.value is not None][-1:]
    values = [
        {"day": day.isoformat(), "value": band.p50 * factor(metric)}
        | {"low": band.p15 * factor(metric), "high": band.p85 * factor(metric)}
        for day, band in [*known, *foretold]
    ]
    axes = encoding(metric)
    edges = {"y": axes["y"] | {"field": "low"}, "y2": {"field": "high"}}
    area = {"type": "area", "color": "var(--accent)", "opacity": 0.16, "interpolate": "linear"}
    middle = {"type": "line", "color": "var(--accent)", "strokeDash": [2, 3], "strokeWidth": 1.5}
    return [
        {"data": {"values": values}, "mark": area, "encoding": axes | edges},
        {"data": {"values": values}, "mark": middle, "encoding": axes},
    ]


def _expected(row: KeyResult, metric: Metric, cycle: Cycle) -> list[Spec]:
    """The straight way from the baseline to the target, flat while the metric can't show an effect yet."""
    if not Aim(row.aim).moves or row.baseline is None or row.target is None:
        return []
    days = CycleDays(cycle.starts_on, cycle.ends_on)
    bend = cycle.starts_on + timedelta(days=min(metric.lag_days, days.length // 2))
    way = [
        Point(day=day, value=_by(row, days, metric, day))
        for day in sorted({cycle.starts_on, bend, days.last})
    ]
    return [{"data": {"values": data(metric, way)}, "mark": DASHED, "encoding": encoding(metric)}]


def _by(row: KeyResult, days: CycleDays, metric: Metric, day: date) -> Decimal:
    assert row.baseline is not None and row.target is not None
    share = expected_share(days, day, lag_days=metric.lag_days)
    part = Decimal(share.numerator) / Decimal(share.denominator)
    level: Decimal = row.baseline + (row.target - row.baseline) * part
    return level


def _rules(row: KeyResult, metric: Metric) -> list[Spec]:
    """Horizontal lines with their names."""
    names = ("upper limit", "lower limit") if Aim(row.aim).stays else ("target", "")
    levels = [
        (name, level)
        for name, level in zip(names, (row.target, row.target_lower), strict=True)
        if name and level is not None
    ]
    if Aim(row.aim).moves and row.baseline is not None:
        levels.append(("baseline", row.baseline))
    return [_rule(name, float(level * factor(metric))) for name, level in levels]


def _rule(name: str, level: float) -> Spec:
    values = {"values": [{"level": level, "name": name}]}
    y = {"field": "level", "type": "quantitative"}
    return {
        "data": values,
        "layer": [
            {"mark": {"type": "rule", "color": "var(--edge)"}, "encoding": {"y": y}},
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "bottom",
                    "dx": 2,
                    "dy": -3,
                    "color": "var(--muted)",
                },
                "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "name"}},
            },
        ],
    }


def together(first: Weekly, second: Weekly) -> Spec:
    """Two metrics week by week, one above the other on one axis of time: each in its own unit."""
    return {"vconcat": [_weekly(first, axis=False), _weekly(second, axis=True)], "spacing": 16}


def _weekly(each: Weekly, *, axis: bool) -> Spec:
    axes = encoding(each.metric)
    x = axes["x"] | ({} if axis else {"axis": {"labels": False, "ticks": False, "grid": False}})
    return {
        "width": 720,
        "height": 130,
        "title": {"text": each.key_result.title, "fontSize": 13, "offset": 6},
        "data": {"values": data(each.metric, each.points)},
        "mark": {"type": "line", "color": "var(--accent)", "point": {"color": "var(--accent)", "size": 16}},
        "encoding": axes | {"x": x},
    }


def lags(curve: Sequence[LagCorrelation]) -> Spec:
    """The correlation at each lag; lags without one are left out."""
    values = [
        {"weeks": each.weeks, "value": each.value, "pairs": each.pairs}
        for each in curve
        if each.value is not None
    ]
    x = {
        "field": "weeks",
        "type": "ordinal",
        "title": "weeks later",
        "axis": {"labelAngle": 0, "grid": False},
    }
    scale = {"domain": [-1, 1]}
    y = {"field": "value", "type": "quantitative", "title": "rank correlation", "scale": scale}
    zero = {"mark": {"type": "rule", "color": "var(--edge)"}, "encoding": {"y": {"datum": 0, "scale": scale}}}
    bars = {"mark": {"type": "bar", "color": "var(--accent)"}, "encoding": {"x": x, "y": y}}
    return {"height": 110, "data": {"values": values}, "layer": [bars, zero]}
