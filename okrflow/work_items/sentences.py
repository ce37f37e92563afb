"""What figures say, in a sentence: the rules are here and tested, so a heading never says more than the numbers."""

from collections.abc import Mapping
from typing import Final

from okrflow.flow import ELAPSED, Clock, PeriodFigures, Reason, StageReport
from okrflow.web.numbers import format_number, format_share

NOT_BEGUN: Final = "This period has not begun yet"
STEADY_A_WEEK: Final = 0.5
"""A line that changes by less than this many items a week is called steady."""
MANY_TIMES: Final = 9
"""From this growth on the figure is said as a multiple of the one before."""
SAME: Final = 0.05
"""A change of less than this share of the figure before is called unchanged."""


def bottleneck_sentence(report: StageReport, names: Mapping[int, str]) -> str:
    """ "Ready for verification holds 75 % of all flow time, and grows", or why no stage can be named."""
    if report.bottleneck is None:
        return _no_bottleneck(report, names)
    found = report.bottleneck
    return f"{names[found.status]} holds {format_share(found.share)} of all flow time{_and_grows(found.growth_per_week)}"


def _and_grows(growth_per_week: float) -> str:
    if growth_per_week >= STEADY_A_WEEK:
        return f", and grows by {format_number(growth_per_week, 1)} a week"
    if growth_per_week <= -STEADY_A_WEEK:
        return f", and shrinks by {format_number(-growth_per_week, 1)} a week"
    return ""


def _no_bottleneck(report: StageReport, names: Mapping[int, str]) -> str:
    if report.reason == Reason.FUTURE_PERIOD:
        return NOT_BEGUN
    if report.reason == Reason.TOO_FEW_ITEMS:
        return "Too few items to tell where time goes"
    candidates = [names[each.status] for each in report.candidates]
    return "No clear bottleneck" + (f": {' or '.join(candidates[:3])}" if candidates else "")


def velocity_sentence(now: PeriodFigures, before: PeriodFigures, *, weeks: float) -> str:
    """ "24.1 items finished a week, 3 % more than in the period before"."""
    if now.reason == Reason.FUTURE_PERIOD:
        return NOT_BEGUN
    if not now.velocity:
        return "Nothing was finished"
    a_week = format_number(now.velocity / weeks, 1)
    return f"{a_week} items finished a week{_compared(now.velocity, before.velocity)}"


def flow_time_sentence(now: PeriodFigures, before: PeriodFigures, *, clock: Clock = ELAPSED) -> str:
    """ "Half the items took up to 5.9 days, 85 % up to 11.8"; the median against the period before."""
    time = now.flow_time
    if now.reason == Reason.FUTURE_PERIOD:
        return NOT_BEGUN
    if time.p50 is None or time.p85 is None:
        return "Nothing was finished, so there is no flow time"
    p50, p85 = format_number(time.p50, 1), format_number(time.p85, 1)
    compared = _compared(time.p50, before.flow_time.p50, more="longer", less="shorter")
    return f"Half the items took up to {p50} {clock.unit}, 85 % up to {p85}{compared}"


def efficiency_sentence(now: PeriodFigures) -> str:
    """ "46 % of flow time is active work; the rest is waiting"."""
    if now.reason == Reason.FUTURE_PERIOD:
        return NOT_BEGUN
    if now.efficiency.value is None:
        return "Efficiency can't be measured here"
    return f"{format_share(now.efficiency.value)} of flow time is active work, the rest is waiting"


def load_sentence(now: PeriodFigures, before: PeriodFigures, *, limit: int | None) -> str:
    """ "92 items in progress, over the limit of 50"."""
    if now.load.at_end is None:
        return NOT_BEGUN
    text = f"{now.load.at_end} item{'' if now.load.at_end == 1 else 's'} in progress"
    if limit is not None:
        return f"{text}, {'over the' if now.load.at_end > limit else 'within the'} limit of {limit}"
    return text + _compared(now.load.at_end, before.load.at_end)


def distribution_sentence(now: PeriodFigures) -> str:
    """ "58 % of what was finished are features, 21 % defects"."""
    if now.reason == Reason.FUTURE_PERIOD:
        return NOT_BEGUN
    if not now.distribution:
        return "Nothing was finished, so there is no distribution"
    if len(now.distribution) == 1:
        (kind,) = now.distribution
        return f"Only {kind.name.lower()}s are shown, so they are all of it"
    ordered = sorted(now.distribution.items(), key=lambda pair: -pair[1])
    kind, share = ordered[0]
    others = [f"{format_share(share)} {kind.name.lower()}s" for kind, share in ordered[1:2] if share]
    return ", ".join([f"{format_share(share)} of what was finished are {kind.name.lower()}s", *others])


def _compared(now: float | None, before: float | None, *, more: str = "more", less: str = "less") -> str:
    """ ", 3 % more than in the period before"; nothing without a period to compare with."""
    if now is None or not before:
        return ""
    change = now / before - 1
    if abs(change) < SAME:
        return ", as in the period before"
    if change >= MANY_TIMES:
        return f", {format_number(now / before, 0)} times the period before"
    return f", {format_share(abs(change))} {more if change > 0 else less} than in the period before"
