"""One value stream at a glance: the five metrics, their last twelve weeks, and the bottleneck."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from okrflow.flow import Grain, PeriodFigures, StageFigures, StageReport
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items.choices import Choice
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import Window, trailing
from okrflow.work_items.sentences import bottleneck_sentence

WINDOW_DAYS: Final = 90
SHORT_DAYS: Final = 28
SPARK_WEEKS: Final = 12


@dataclass(frozen=True, kw_only=True)
class FlowRow:
    stream: ValueStream
    choice: Choice
    now: PeriodFigures
    before: PeriodFigures
    weeks: Sequence[PeriodFigures]
    report: StageReport
    recent: StageReport
    names: dict[int, str]

    @property
    def velocity_a_week(self) -> float | None:
        return None if self.now.velocity is None else self.now.velocity / (WINDOW_DAYS / 7)

    @property
    def velocity_before(self) -> float | None:
        return None if self.before.velocity is None else self.before.velocity / (WINDOW_DAYS / 7)

    @property
    def velocities(self) -> list[int | None]:
        return [week.velocity for week in self.weeks]

    @property
    def flow_times(self) -> list[float | None]:
        return [week.flow_time.p50 for week in self.weeks]

    @property
    def efficiencies(self) -> list[float | None]:
        return [week.efficiency.value for week in self.weeks]

    @property
    def loads(self) -> list[int | None]:
        return [week.load.at_end for week in self.weeks]

    @property
    def over_limit(self) -> bool:
        limit, load = self.stream.load_limit, self.now.load.at_end
        return limit is not None and load is not None and load > limit

    @property
    def sentence(self) -> str:
        return bottleneck_sentence(self.recent, self.names)

    @property
    def bottleneck(self) -> StageFigures | None:
        """The bottleneck of the last 28 days, if it is clear."""
        return _figures_of(self.recent)

    @property
    def bottleneck_name(self) -> str:
        return self.names[self.recent.bottleneck.status] if self.recent.bottleneck else ""

    @property
    def lasting(self) -> bool:
        """Whether the same stage is the clear bottleneck over both the last 28 and the last 90 days."""
        short, long = self.recent.bottleneck, self.report.bottleneck
        return short is not None and long is not None and short.status == long.status

    @property
    def candidates(self) -> str:
        return " or ".join(self.names[each.status] for each in self.recent.candidates[:3])

    def link(self, figure: str) -> str:
        return self.choice.items_url(self.stream, figure)

    @property
    def links(self) -> dict[str, str]:
        return {
            figure: self.link(figure)
            for figure in ("velocity", "flow_time", "measured", "unmeasured", "load")
        }


def _figures_of(report: StageReport) -> StageFigures | None:
    if report.bottleneck is None:
        return None
    return next(each for each in report.stages if each.stage.status == report.bottleneck.status)


def flow_row(stream: ValueStream, *, now: datetime) -> FlowRow:
    """Read a stream's row. A dozen queries."""
    organisation = stream.organisation
    window = trailing(organisation, days=WINDOW_DAYS, now=now)
    recent = trailing(organisation, days=SHORT_DAYS, now=now)
    report = flow.stages(stream, window, now=now)
    lately = flow.stages(stream, recent, now=now)
    statuses = {each.stage.status for each in (*report.stages, *lately.stages)}
    return FlowRow(
        stream=stream,
        choice=Choice(window=window, days=WINDOW_DAYS, kind=None),
        now=flow.figures([stream.pk], window, now=now),
        before=flow.figures([stream.pk], window.before, now=now),
        weeks=flow.grouped([stream.pk], _weeks(window), Grain.WEEK, now=now),
        report=report,
        recent=lately,
        names=dict(Status.objects.filter(pk__in=statuses).values_list("pk", "name")),
    )


def _weeks(window: Window) -> Window:
    """The twelve weeks from Monday up to the present one's Monday."""
    today = window.to - timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    return replace(window, first=monday - timedelta(weeks=SPARK_WEEKS), to=monday)
