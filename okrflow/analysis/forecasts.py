"""What the page of forecasts says: two answers in sentences, the cone that leads to a date, and how often it held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.safestring import SafeString

from okrflow.flow.forecasts import HowMany
from okrflow.value_streams.models import ValueStream
from okrflow.web import charts
from okrflow.web.numbers import format_number
from okrflow.web.templatetags.figures import local_day, unit
from okrflow.work_items.choices import Choice
from okrflow.work_items.figures.forecasts import Throughput
from okrflow.work_items.figures.windows import Window, zone_of

CONE_DAYS: Final = 14
"""On so many days at most the cone is worked out."""

ITEMS: Final = "item,items"


@dataclass(frozen=True, kw_only=True)
class HowManyAnswer:
    """How many items by some days, of which the last is the one asked for."""

    sentence: str
    rows: Sequence[tuple[date, HowMany]]
    picture: SafeString


def how_many_answer(past: Throughput, by: date) -> HowManyAnswer:
    """The answer of a stream that has enough to draw from."""
    length = (by - past.today).days + 1
    steps = sorted({-(-length * part // CONE_DAYS) for part in range(1, CONE_DAYS + 1)})
    rows = [(day, past.how_many(day)) for day in map(past.day_after, steps)]
    sentence = how_many_sentence(rows[-1][1], by)
    return HowManyAnswer(
        sentence=sentence,
        rows=rows,
        picture=charts.svg(cone_spec(rows, start=past.today), title=sentence),
    )


@dataclass(frozen=True, kw_only=True)
class WhenAnswer:
    """By which dates so many items are done: name of the level, share of the trials, date."""

    sentence: str
    rows: Sequence[tuple[str, float, date]]


def when_answer(past: Throughput, items: int) -> WhenAnswer:
    """The answer of a stream that has enough to draw from."""
    found = past.when(items)
    levels = (("p50", 0.5, found.p50), ("p85", 0.85, found.p85), ("p95", 0.95, found.p95))
    rows = [(name, share, past.day_after(days)) for name, share, days in levels if days is not None]
    return WhenAnswer(sentence=when_sentence(items, *(day for _, _, day in rows)), rows=rows)


def answers_in_words(past: Throughput, *, by: date | None, items: int | None) -> list[str]:
    """Both answers as sentences, as far as they are asked for and the stream has enough to draw from."""
    if past.reason:
        return []
    how_many = [how_many_sentence(past.how_many(by), by)] if by else []
    return how_many + ([when_answer(past, items).sentence] if items else [])


def sample_url(value_stream: ValueStream, past: Throughput) -> str:
    """The items that were finished on the days that forecasts are drawn from."""
    window = Window(first=past.sampled_from, to=past.today, zone=zone_of(value_stream.organisation))
    return Choice(window=window, days=None, kind=None).items_url(value_stream, "velocity")


def when_sentence(items: int, p50: date, p85: date, p95: date) -> str:
    """ "20 items are done by 3 Feb 2027 with 85 % confidence, …"."""
    return (
        f"{unit(items, ITEMS)} {'is' if items == 1 else 'are'} done by {local_day(p85)} with 85 % confidence, "
        f"by {local_day(p95)} with 95 %, and as likely as not by {local_day(p50)}."
    )


def how_many_sentence(found: HowMany, by: date) -> str:
    """ "By 31 Jan 2027 you finish at least 61 items with 85 % confidence, …"; of a forecast that there is."""
    return (
        f"By {local_day(by)} you finish at least {unit(found.p15, ITEMS)} with 85 % confidence, "
        f"{format_number(found.p50 or 0)} as likely as not, and hardly more than {format_number(found.p85 or 0)}."
    )


def cone_spec(rows: Sequence[tuple[date, HowMany]], *, start: date) -> dict[str, Any]:
    """From nothing at the start of today: the band from p15 to p85, and p50 as a line; items by the end of each day."""
    nothing = {"day": start.isoformat(), "p15": 0, "p50": 0, "p85": 0}
    ends = [
        {"day": (day + timedelta(days=1)).isoformat(), "p15": each.p15, "p50": each.p50, "p85": each.p85}
        for day, each in rows
    ]
    time = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%-d %b", "grid": False, "labelOverlap": True},
    }
    low = {"field": "p15", "type": "quantitative", "title": "items finished from today on"}
    return {
        "data": {"values": [nothing, *ends]},
        "layer": [
            {
                "mark": {"type": "area", "color": "var(--accent)", "opacity": 0.16},
                "encoding": {"x": time, "y": low, "y2": {"field": "p85"}},
            },
            *(_edge(time, level, dash) for level, dash in (("p15", [5, 4]), ("p50", []), ("p85", [5, 4]))),
            *(_name(rows[-1], level) for level in ("p15", "p50", "p85")),
        ],
    }


def _edge(time: dict[str, Any], level: str, dash: Sequence[int]) -> dict[str, Any]:
    mark = {"type": "line", "color": "var(--accent)", "strokeDash": dash, "strokeWidth": 1.5}
    return {"mark": mark, "encoding": {"x": time, "y": {"field": level, "type": "quantitative"}}}


def _name(last: tuple[date, HowMany], level: str) -> dict[str, Any]:
    """The name of a line at its end."""
    day, found = last
    value = {"day": (day + timedelta(days=1)).isoformat(), "items": getattr(found, level), "name": level}
    return {
        "data": {"values": [value]},
        "mark": {"type": "text", "align": "right", "dx": -4, "dy": -6, "color": "var(--text)"},
        "encoding": {
            "x": {"field": "day", "type": "temporal"},
            "y": {"field": "items", "type": "quantitative"},
            "text": {"field": "name"},
        },
    }
