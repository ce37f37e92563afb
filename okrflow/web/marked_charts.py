"""Drawing marked periods on a chart over time: shaded behind it, named at its top."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.utils.formats import date_format

from okrflow.web.marks import Mark

Spec = Mapping[str, Any]

_ROW: Final = 16
"""The height of a name; each mark has its own row, from the top down, inside the chart: above it stand legends."""
_LONGEST: Final = 0.62
"""The share of the chart's width that a name may take; longer ones are cut."""
_OUTER: Final = ("width", "height", "title", "config", "$schema")


def with_marks(spec: Spec, marks: Sequence[Mark]) -> Spec:
    """The specification with the periods drawn in, if it is a chart over time; they never widen it.

    A chart over time has a temporal `x` field, in itself or in one of its layers.
    """
    x = next((found for each in _units(spec) if (found := _temporal(each))), None)
    days = sorted(_days_of(spec)) if x is not None and marks else []
    if x is None or not days:
        return spec
    domain = days[0], days[-1]
    rows = [_row(mark, place, domain) for place, mark in enumerate(_within(marks, domain))]
    if not rows:
        return spec
    inner = {name: value for name, value in spec.items() if name not in _OUTER}
    outer = {name: value for name, value in spec.items() if name in _OUTER}
    names = _names(rows, x, longest=round(spec.get("width", 720) * _LONGEST))
    return outer | {"layer": [_shades(rows, x), inner, names]}


def described(marks: Sequence[Mark]) -> str:
    """The marks in words, for those who don't see the shades."""
    return " ".join(f"Marked: {mark.name}, {_span(mark)}." for mark in marks)


def _span(mark: Mark) -> str:
    first = date_format(mark.first, "DATE_FORMAT")
    return f"from {first} on" if mark.last is None else f"{first} to {date_format(mark.last, 'DATE_FORMAT')}"


def _units(spec: Spec) -> Iterator[Spec]:
    """The specification itself and all layers inside it."""
    yield spec
    for layer in spec.get("layer", ()):
        yield from _units(layer)


def _temporal(unit: Spec) -> dict[str, Any] | None:
    x = unit.get("encoding", {}).get("x", {})
    return dict(x) if x.get("type") == "temporal" and "field" in x else None


def _days_of(spec: Spec, above: Iterable[Mapping[str, Any]] = ()) -> Iterator[date]:
    """All days that the x fields hold; a layer without data draws what is above it."""
    rows = spec["data"]["values"] if "data" in spec else above
    if _temporal(spec):
        encoding = spec["encoding"]
        fields = [encoding[name]["field"] for name in ("x", "x2") if "field" in encoding.get(name, {})]
        texts = {row[field] for row in rows for field in fields if row.get(field)}
        yield from {date.fromisoformat(text[:10]) for text in texts}
    for layer in spec.get("layer", ()):
        yield from _days_of(layer, rows)


def _within(marks: Sequence[Mark], domain: tuple[date, date]) -> list[Mark]:
    first, last = domain
    return [mark for mark in marks if mark.first <= last and (mark.last is None or mark.last >= first)]


def _row(mark: Mark, place: int, domain: tuple[date, date]) -> dict[str, Any]:
    first, last = domain
    begins = max(mark.first, first)
    ends = last if mark.last is None else min(mark.last + timedelta(days=1), last)
    right = begins - first > (last - first) / 2
    return {
        "begins": begins.isoformat(),
        "ends": ends.isoformat(),
        "named_at": (ends if right else begins).isoformat(),
        "right": right,
        "begins_here": begins == mark.first,
        "name": mark.name,
        "row": _ROW * (place + 1),
    }


def _shades(rows: Sequence[Mapping[str, Any]], x: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "rect", "color": "var(--text)", "opacity": 0.07},
        "encoding": {"x": _at(x, "begins"), "x2": {"field": "ends"}, "description": {"field": "name"}},
    }


def _names(rows: Sequence[Mapping[str, Any]], x: dict[str, Any], *, longest: int) -> dict[str, Any]:
    """A dashed line where each period begins, and its name on the side that has room, with a rim to be read on anything."""
    begins = {
        "data": {"values": [row for row in rows if row["begins_here"]]},
        "mark": {"type": "rule", "color": "var(--muted)", "strokeDash": [2, 3]},
        "encoding": {"x": _at(x, "begins"), "description": {"field": "name"}},
    }
    texts = [
        _texts(rows, x, right=right, mark=mark | {"limit": longest})
        for right in (False, True)
        for mark in (_RIM, {"color": "var(--text)"})
    ]
    return {"layer": [begins, *texts]}


_RIM: Final = {"stroke": "var(--surface)", "strokeWidth": 3, "strokeJoin": "round", "aria": False}


def _texts(
    rows: Sequence[Mapping[str, Any]], x: dict[str, Any], *, right: bool, mark: Mapping[str, Any]
) -> dict[str, Any]:
    side = {"align": "right", "dx": -4} if right else {"align": "left", "dx": 4}
    return {
        "data": {"values": [row for row in rows if row["right"] == right]},
        "mark": {"type": "text", "baseline": "bottom", **side, **mark},
        "encoding": {
            "x": _at(x, "named_at"),
            "y": {"field": "row", "type": "quantitative", "scale": None, "axis": None},
            "text": {"field": "name"},
        },
    }


def _at(x: dict[str, Any], field: str) -> dict[str, Any]:
    """The chart's own x axis, read from another field."""
    kept = {name: value for name, value in x.items() if name not in {"timeUnit", "bandPosition"}}
    return kept | {"field": field}
