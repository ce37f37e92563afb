"""The chart of an experiment: its measure week by week, the two sides that are compared, and the settling."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from okrflow.experiments.measuring import Week
from okrflow.experiments.models import Experiment
from okrflow.experiments.settling import settled_on
from okrflow.flow.effect_groups import BEFORE_DAYS, Measured
from okrflow.flow.effects import Effect
from okrflow.web.marks import Mark

Spec = dict[str, Any]

_X: Final = {"type": "temporal", "title": None, "axis": {"format": "%-d %b", "grid": False}}


def weekly(experiment: Experiment, weeks: Sequence[Week], effect: Effect | None, *, unit: str) -> Spec:
    """A line of the weeks, and of each side that is compared its value as a level over its days."""
    share = experiment.measure == Measured.EFFICIENCY
    factor, unit = (100, "%") if share else (1, unit)
    points = [
        {"day": week.first.isoformat(), "value": None if week.value is None else week.value * factor}
        for week in weeks
    ]
    y = {"field": "value", "type": "quantitative", "title": unit, "scale": {"zero": True}}
    line = {
        "data": {"values": points},
        "mark": {"type": "line", "color": "var(--accent)", "point": {"color": "var(--accent)", "size": 30}},
        "encoding": {"x": _X | {"field": "day"}, "y": y},
    }
    return {"layer": [line, *_levels(_sides(experiment, weeks, effect), y, factor)]}


def _sides(experiment: Experiment, weeks: Sequence[Week], effect: Effect | None) -> list[Mapping[str, Any]]:
    """The two levels with their first and last days, as far as the chart shows them."""
    if effect is None or not weeks:
        return []
    before = max(experiment.from_on - timedelta(days=BEFORE_DAYS), weeks[0].first)
    settled = settled_on(experiment, effect)
    sides = [
        ("before", before, experiment.from_on, effect.before),
        ("after", settled, max(weeks[-1].first, settled), effect.after),
    ]
    return [
        {"day": first.isoformat(), "end": end.isoformat(), "value": value, "name": name}
        for name, first, end, value in sides
        if value is not None
    ]


def _levels(sides: Sequence[Mapping[str, Any]], y: Spec, factor: int) -> list[Spec]:
    rows = [{**side, "value": side["value"] * factor} for side in sides]
    x = {"x": _X | {"field": "day"}}
    rule = {"type": "rule", "color": "var(--text)", "strokeDash": [6, 4]}
    text = {"field": "name", "type": "nominal"}
    encoding = x | {"x2": {"field": "end"}, "y": y, "description": text}
    return [{"data": {"values": rows}, "mark": rule, "encoding": encoding}]


def marks(experiment: Experiment, effect: Effect | None) -> list[Mark]:
    """The experiment, and of it the settling."""
    url = experiment.get_absolute_url()
    found = [Mark(name="Experiment", first=experiment.from_on, last=experiment.last_on, url=url)]
    if effect is not None:
        last = settled_on(experiment, effect) - timedelta(days=1)
        found.append(Mark(name="Settling", first=experiment.from_on, last=last, url=url))
    return found
