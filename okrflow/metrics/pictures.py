"""The chart of a metric."""

from collections.abc import Mapping, Sequence
from typing import Any

from okrflow.metrics.models import Metric, UnitKind
from okrflow.metrics.values import Point

Spec = dict[str, Any]


def factor(metric: Metric) -> int:
    """What stored values are multiplied by to be shown."""
    return 100 if metric.unit_kind == UnitKind.PERCENT else 1


def line(metric: Metric, points: Sequence[Point]) -> Spec:
    """The values as a line; measured ones as steps, as each holds until the next."""
    return {
        "data": {"values": data(metric, points)},
        "mark": {
            "type": "line",
            "color": "var(--accent)",
            "interpolate": "linear" if metric.computed else "step-after",
            "point": {"color": "var(--accent)", "size": 24} if len(points) <= 60 else False,
        },
        "encoding": encoding(metric),
    }


def data(metric: Metric, points: Sequence[Point]) -> list[Mapping[str, Any]]:
    return [
        {
            "day": point.day.isoformat(),
            "value": None if point.value is None else float(point.value * factor(metric)),
        }
        for point in points
    ]


def encoding(metric: Metric) -> Spec:
    unit = metric.unit or metric.get_unit_kind_display()
    return {
        "x": {
            "field": "day",
            "type": "temporal",
            "title": None,
            "axis": {"format": "%-d %b", "labelOverlap": True, "grid": False},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": unit,
            "scale": {"zero": False, "nice": True},
        },
    }
