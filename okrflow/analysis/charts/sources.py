"""What charts are drawn from; each piece is read once, when a chart first needs it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import dropwhile
from typing import Final

from okrflow.analysis.choices import FlowChoice
from okrflow.analysis.waiting import owners_of
from okrflow.flow import (
    Finished,
    Grain,
    Kind,
    Period,
    PeriodFigures,
    Predictability,
    Reason,
    StageFigures,
    StageReport,
    date_of,
    period_figures,
)
from okrflow.plans.predictability import predictability
from okrflow.value_streams.models import Status, ValueStream
from okrflow.web.templatetags.figures import local_day
from okrflow.work_items.figures import flow, reading
from okrflow.work_items.figures.ageing import Ageing, ageing
from okrflow.work_items.figures.cumulative import CumulativeFlow, cumulative_flow_of
from okrflow.work_items.figures.windows import Window, today
from okrflow.work_items.instants import microseconds

MONTHS: Final = 12
"""How far back the bottleneck's history goes."""


@dataclass(frozen=True, kw_only=True)
class Sources:
    """A stream's flow over the window that was chosen."""

    stream: ValueStream
    choice: FlowChoice
    now: datetime

    @property
    def kinds(self) -> list[Kind]:
        return list(Kind) if self.choice.kind is None else [self.choice.kind]

    @property
    def window(self) -> Window:
        return self.choice.window

    @property
    def unit(self) -> str:
        """What durations of items are counted in: days, or working days."""
        return self.window.clock.unit

    @property
    def elapsed(self) -> Window:
        """The window up to today, so that it is compared with as many days before it."""
        tomorrow = today(self.stream.organisation, now=self.now) + timedelta(days=1)
        if self.window.first >= tomorrow:
            return self.window
        return replace(self.window, to=min(self.window.to, tomorrow))

    @cached_property
    def periods(self) -> list[Period]:
        """The window cut by the chosen grain."""
        return self.window.cut(self.choice.grain)

    @cached_property
    def _figures(self) -> list[PeriodFigures]:
        wanted = [self.window.period, *self.periods]
        return period_figures(
            reading.flow_days([self.stream.pk], self.window),
            self._finished,
            days=self.window.days,
            periods=wanted,
            as_of=microseconds(self.now),
            kind=self.choice.kind,
        )

    @property
    def whole(self) -> PeriodFigures:
        return self._figures[0]

    @property
    def groups(self) -> list[PeriodFigures]:
        """The figures of the periods that have begun."""
        return [each for each in self._figures[1:] if each.reason is None]

    @cached_property
    def before(self) -> PeriodFigures:
        """The figures of as many days right before the window."""
        return flow.figures([self.stream.pk], self.elapsed.before, now=self.now, kind=self.choice.kind)

    @cached_property
    def _finished(self) -> Finished:
        return reading.finished([self.stream.pk], self.window)

    @property
    def finished(self) -> Finished:
        """The items finished in the window, of the chosen kind."""
        found = self._finished
        return found if self.choice.kind is None else found.where(found.kind == self.choice.kind)

    @cached_property
    def stage_loads(self) -> Sequence[StageFigures]:
        return flow.loads_of_stages(self.stream, self.window, now=self.now, kind=self.choice.kind)

    @cached_property
    def cumulative(self) -> CumulativeFlow:
        return cumulative_flow_of(self.stream, self.window, self.periods, now=self.now, kind=self.choice.kind)

    @cached_property
    def ageing(self) -> Ageing:
        return ageing(self.stream, self.window, now=self.now, kind=self.choice.kind)

    @cached_property
    def predictability(self) -> list[Predictability]:
        """Of the window, then of each of its periods."""
        wanted = [self.window.period, *self.periods]
        return predictability(self.stream, wanted, window=self.window, now=self.now, kind=self.choice.kind)

    @cached_property
    def _reports(self) -> list[StageReport]:
        """Of the window, then of each month; the rows are read once."""
        months = self._months.cut(Grain.MONTH)
        first = min(self.window.first, self._months.first)
        read = replace(self.window, first=first)
        wanted = [self.window.period, *months]
        return flow.stages_of(self.stream, read, wanted, now=self.now, kind=self.choice.kind)

    @property
    def _months(self) -> Window:
        """The months up to the window's end, or up to today."""
        last = self.elapsed.to - timedelta(days=1)
        first = last.replace(day=1)
        for _ in range(MONTHS - 1):
            first = (first - timedelta(days=1)).replace(day=1)
        return replace(self.elapsed, first=first)

    @property
    def report(self) -> StageReport:
        return self._reports[0]

    @property
    def months(self) -> list[StageReport]:
        """The reports of the last MONTHS months, from the first one on in which an item was in a stage."""
        reports = [each for each in self._reports[1:] if each.reason != Reason.FUTURE_PERIOD]
        return list(dropwhile(lambda report: not any(each.visits for each in report.stages), reports))

    @cached_property
    def names(self) -> dict[int, str]:
        """The organisation's statuses."""
        found = Status.objects.filter(organisation=self.stream.organisation_id)
        return dict(found.values_list("pk", "name"))

    @cached_property
    def owners(self) -> dict[int, ValueStream]:
        """For each waiting stage that a stream owns, that stream."""
        return owners_of(self.stream)

    def items_url(self, figure: str, period: Period | None = None, **more: str) -> str:
        """The items behind a figure of the window, or of a period in it."""
        if period is not None:
            first, to = bounds(period)
            more |= {"from": first.isoformat(), "to": to.isoformat()}
        return self.choice.items_url(self.stream, figure, **more)


def bounds(period: Period) -> tuple[date, date]:
    """The days [first, to) of a period."""
    return date_of(period.from_day), date_of(period.to_day)


def span(period: Period) -> str:
    """ "28 Sep 2026", or "28 Sep 2026 to 4 Oct 2026"."""
    first, to = bounds(period)
    last = to - timedelta(days=1)
    return local_day(first) if first == last else f"{local_day(first)} to {local_day(last)}"
