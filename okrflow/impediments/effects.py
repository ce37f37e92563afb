"""What happened to the stage of an impediment since an objective addresses it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from okrflow.flow import Clock, StageFigures
from okrflow.impediments.models import Impediment
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.choices import Choice
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.behind import Figure
from okrflow.work_items.figures.windows import Window, today

DAYS: Final = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The stage in the 28 days before the impediment was addressed, and in the days since, at most the last 28.

    `url_before` and `url_since` lead to the visits that the figures are made of.
    """

    before: StageFigures
    since: StageFigures
    window_before: Window
    window_since: Window
    url_before: str
    url_since: str

    @property
    def clock(self) -> Clock:
        return self.window_since.clock

    @property
    def is_early(self) -> bool:
        """Fewer days than there were before: what is compared is uneven still."""
        return self.window_since.length < DAYS


def effect(impediment: Impediment, *, now: datetime) -> Effect | None:
    """None while nothing addresses it, or where it is on no stage of a stream. Eleven queries at most."""
    start, stream = impediment.addressed_on, impediment.stage_stream
    if start is None or stream is None:
        return None
    to = today(impediment.organisation, now=now) + timedelta(days=1)
    windows = [
        Window.of(impediment.organisation, first=start - timedelta(days=DAYS), to=start),
        Window.of(impediment.organisation, first=max(start, to - timedelta(days=DAYS)), to=to),
    ]
    found = []
    for window in windows:
        report = flow.stages(stream, window, now=now)
        found += [each for each in report.stages if each.stage.status == impediment.stage_id]
    if len(found) < len(windows):
        return None
    assert impediment.stage is not None
    urls = [_visits_url(stream, window, impediment.stage.name) for window in windows]
    return Effect(
        before=found[0],
        since=found[1],
        window_before=windows[0],
        window_since=windows[1],
        url_before=urls[0],
        url_since=urls[1],
    )


def _visits_url(stream: ValueStream, window: Window, status: str) -> str:
    return Choice(window=window, days=None, kind=None).items_url(stream, Figure.STAGE, status=status)
