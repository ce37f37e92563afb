"""What the digests of an organisation have in common: told once an hour, not once a reader."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.cache import cache

from okrflow.analysis.charts import CHARTS, Sources
from okrflow.analysis.choices import standard_choices
from okrflow.analysis.contents import marks_in
from okrflow.organisations.models import Organisation
from okrflow.progress.contents.flow_row import FlowRow
from okrflow.progress.contents.moved import Moved
from okrflow.progress.contents.overview import overview_of
from okrflow.rhythm.mails.contents import Picture
from okrflow.value_streams.models import ValueStream
from okrflow.web import charts
from okrflow.web.numbers import format_number
from okrflow.web.templatetags.figures import local_day, percent, unit

KEPT_SECONDS: Final = 3600
logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing that happened to flow: in short, in a sentence, where to read on, and its picture."""

    short: str
    sentence: str
    url: str
    picture: Picture | None


@dataclass(frozen=True, kw_only=True)
class Week:
    """`objectives`: the numbers of those published in running cycles, in reading order."""

    stops: Told | None
    moved: Told | None
    objectives: Sequence[int]


def week_of(organisation: Organisation, *, now: datetime) -> Week:
    """The same for all readers within an hour; nothing in it is of a team metric."""
    key = f"digest:{organisation.uuid}:{now:%Y-%m-%dT%H}"
    with _without_cache():
        kept: Week | None = cache.get(key)
        if kept is not None:
            return kept
    found = _week(organisation, now)
    with _without_cache():
        cache.set(key, found, KEPT_SECONDS)
    return found


@contextmanager
def _without_cache() -> Iterator[None]:
    """Without the cache it only takes longer."""
    try:
        yield
    except Exception:
        logger.warning("The cache of digests can't be reached", exc_info=True)


def _week(organisation: Organisation, now: datetime) -> Week:
    page = overview_of(organisation, now=now)
    return Week(
        stops=_stops(page.stops, now) if page.stops else None,
        moved=_moved(page.moved, now) if page.moved else None,
        objectives=[each.objective.pk for each in (*page.own, *page.of_streams)],
    )


def _stops(row: FlowRow, now: datetime) -> Told:
    assert row.bottleneck is not None
    holds = f"{row.bottleneck_name} holds {percent(row.bottleneck.share)} of flow time in {row.stream}"
    there = unit(row.bottleneck.current, "item is,items are")
    return Told(
        short=f"{row.bottleneck_name} holds up {row.stream}",
        sentence=f"{holds}; {there} there" if row.bottleneck.current is not None else holds,
        url=f"{row.stream.get_absolute_url()}stages/?days=30",
        picture=_picture("stages", row.stream, 30, now),
    )


def _moved(moved: Moved, now: datetime) -> Told:
    less = f"hardly holds up {moved.stream} any more" if moved.is_gone else f"holds up {moved.stream} less"
    p50, before = format_number(moved.p50_now, 1), format_number(moved.p50_before, 1)
    since = local_day(moved.since)
    return Told(
        short=f"{moved.stage} {less}",
        sentence=f"{moved.stage} {less}: features take {p50} {moved.clock.unit} instead of {before}, since {since}",
        url=f"{moved.stream.get_absolute_url()}flow/?days=180",
        picture=_picture("flow-time", moved.stream, 90, now),
    )


def _picture(name: str, stream: ValueStream, days: int, now: datetime) -> Picture | None:
    """A chart of the stream over so many days; None where there is nothing to draw."""
    choice = next(each for each in standard_choices(stream.organisation, now=now) if each.days == days)
    sources = Sources(stream=stream, choice=choice, now=now)
    chart = CHARTS[name](sources)
    if chart.spec is None:
        return None
    about = f"{stream}, {local_day(sources.window.first)} to {local_day(choice.last)}"
    marks = marks_in(sources) if chart.over_time else ()
    png = charts.png(chart.spec, title=chart.title, subtitle=f"{chart.label} · {about}", marks=marks)
    return Picture(cid=f"{name}-{stream.slug}", alt=f"{chart.title}. {about}.", png=png)
