"""Effects of experiments: by hand, and planted."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from okrflow.flow import DAY_US, OPEN, Kind, Reason
from okrflow.flow.effect_groups import Candidates, Measured, Span, Visits, groups
from okrflow.flow.effects import Caution, Effect, Warned, effect

SPAN = Span(start=100 * DAY_US, end=OPEN, as_of=160 * DAY_US)

Row = tuple[float, float, float | None]
"""Day of coming into the changed stage, days of flow time, day of finishing or None."""


def candidates(*rows: Row, kinds: Sequence[Kind] = (), active: float = 0.5) -> Candidates:
    finished = [OPEN if day is None else round(day * DAY_US) for _, _, day in rows]
    flow = np.array([round(days * DAY_US) for _, days, _ in rows], np.int64)
    return Candidates(
        item=np.arange(1, len(rows) + 1),
        kind=np.array(kinds or [Kind.FEATURE] * len(rows), np.int8),
        finished=np.array(finished, np.int64),
        entered=np.array([round(day * DAY_US) for day, _, _ in rows], np.int64),
        flow_us=flow,
        active_us=(flow * active).astype(np.int64),
        measurable=flow > 0,
    )


def visits_of(items: list[int], days: list[float]) -> Visits:
    lengths = (np.array(days) * DAY_US).astype(np.int64)
    return Visits(np.array(items), lengths, lengths)


def measured(
    found: Candidates,
    visits: Visits | None = None,
    *,
    by: Measured = Measured.FLOW_TIME_P50,
    span: Span = SPAN,
    arrivals: tuple[float, float] = (1, 1),
) -> Effect:
    return effect(found, visits, span=span, measured=by, arrivals_per_day=arrivals, seed=(1,))


BEFORE: list[Row] = [(20, 8, 30), (40, 10, 60), (70, 12, 99)]
AFTER: list[Row] = [(101, 4, 115), (110, 5, 120), (120, 6, 130)]


def test_the_change_of_the_median() -> None:
    found = measured(candidates(*BEFORE, *AFTER))

    assert (found.before, found.after, found.change) == (10, 5, -0.5)
    assert found.low is not None and found.high is not None and found.low < -0.5 < found.high
    assert (found.before_items, found.after_items, found.settling_days) == (3, 3, 14)


@pytest.mark.parametrize(
    ("row", "group"),
    [
        ((0, 8, 9.9), None),  # before the 90 days
        ((0, 8, 10), "before"),
        ((90, 8, 99.9), "before"),
        ((90, 12, 100), None),  # was in the stage before the start
        ((100, 8, 113.9), "settling"),
        ((100, 8, 114), "after"),
        ((100, 8, 160), "after"),
        ((100, 8, 160.1), "still_open"),  # not known yet
        ((150, 8, None), "still_open"),
        ((90, 8, None), None),
    ],
)
def test_where_an_item_counts(row: Row, group: str | None) -> None:
    found = groups(candidates(row), None, span=SPAN, measured=Measured.FLOW_TIME_P50)

    counted = [name for name in ("before", "settling", "after", "still_open") if len(getattr(found, name))]
    assert counted == ([group] if group else [])


def test_what_comes_after_the_end_is_not_of_the_experiment() -> None:
    span = replace(SPAN, end=110 * DAY_US)

    found = measured(candidates(*BEFORE, *AFTER), span=span)

    assert found.after_items == 1  # of those that came in on days 101, 110 and 120


def test_settling_lasts_half_the_old_p85_visit_if_that_is_longer() -> None:
    visits = visits_of([1, 2, 3], [40, 40, 40])

    found = groups(candidates(*BEFORE, *AFTER), visits, span=SPAN, measured=Measured.FLOW_TIME_P50)

    assert (found.settling_us, found.settling.item.tolist()) == (20 * DAY_US, [4])
    assert found.after.item.tolist() == [5, 6]


def test_the_time_in_the_stage_is_that_of_its_visits() -> None:
    visits = visits_of([1, 2, 2, 4, 5], [6, 4, 2, 1, 3])

    found = measured(candidates(*BEFORE, *AFTER), visits, by=Measured.STAGE_VISIT_P50)

    assert (found.before, found.after, found.change) == (4, 2, -0.5)
    assert (found.before_items, found.after_items) == (2, 2)  # items 3 and 6 were never there


def test_a_stage_measure_needs_visits() -> None:
    with pytest.raises(ValueError, match="visits"):
        measured(candidates(*BEFORE), by=Measured.STAGE_VISIT_P85)


def test_efficiency_is_a_ratio_of_sums_over_the_measurable() -> None:
    given = candidates((20, 10, 30), (40, 30, 60), (70, 0, 99), (110, 4, 120))
    given = replace(given, active_us=np.array([2, 6, 0, 2]) * DAY_US)

    found = measured(given, by=Measured.EFFICIENCY)

    assert (found.before, found.after, found.change) == (0.2, 0.5, pytest.approx(1.5))
    assert found.before_items == 2


def test_kinds_are_weighted_by_their_shares_before() -> None:
    """Half features of 10 days and half defects of 2 on both sides; only that after there are more defects."""
    before = [(20.0, days, 50.0) for days in (10, 10, 2, 2)]
    after = [(110.0, days, 130.0) for days in (10, 2, 2, 2)]
    f, d = Kind.FEATURE, Kind.DEFECT

    found = measured(candidates(*before, *after, kinds=[f, f, d, d, f, d, d, d]), by=Measured.FLOW_TIME_MEAN)

    assert (found.before, found.after, found.change) == (6, pytest.approx(6), pytest.approx(0))


def test_a_kind_that_is_missing_after_counts_on_neither_side() -> None:
    before, after = [(20.0, 10.0, 50.0), (20.0, 25.0, 50.0)], [(110.0, 5.0, 130.0)]

    found = measured(
        candidates(*before, *after, kinds=[Kind.FEATURE, Kind.RISK, Kind.FEATURE]), by=Measured.FLOW_TIME_MEAN
    )

    assert (found.before, found.after, found.change) == (10, 5, -0.5)


@pytest.mark.parametrize(
    ("rows", "span", "reason"),
    [
        (BEFORE, replace(SPAN, as_of=99 * DAY_US), Reason.NOT_BEGUN),
        (AFTER, SPAN, Reason.NOTHING_BEFORE),
        ([], SPAN, Reason.NOTHING_BEFORE),
        (BEFORE, replace(SPAN, as_of=105 * DAY_US), Reason.SETTLING),
        (BEFORE, SPAN, Reason.NOTHING_AFTER),
        ([(50, 0, 50), *AFTER], SPAN, Reason.BEFORE_IS_ZERO),
    ],
)
def test_nothing_to_compare(rows: list[Row], span: Span, reason: Reason) -> None:
    found = measured(candidates(*rows), span=span)

    assert (found.change, found.low, found.high, found.reason) == (None, None, None, reason)
    assert found.warnings == ()


def test_other_kinds_before_than_after() -> None:
    rows = [BEFORE[0], AFTER[0]]

    found = measured(candidates(*rows, kinds=[Kind.FEATURE, Kind.DEFECT]))

    assert (found.reason, found.before, found.after) == (Reason.NO_KIND_IN_COMMON, 8, 4)


def line(
    rng: np.random.Generator, size: int, *, first: float, last: float, median: float, trend: float = 0
) -> list[Row]:
    """Items finished evenly from the first to the last day, their median flow time moving by `trend` on the way."""
    days = np.linspace(first, last, size)
    flow = median * (1 + trend * np.linspace(0, 1, size)) * rng.lognormal(0, 0.5, size)
    return [(float(day - 1), float(time), float(day)) for day, time in zip(days, flow, strict=True)]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("planted", [-0.5, 0.0, 0.4])
def test_a_planted_effect_lies_within_its_interval(planted: float, seed: int) -> None:
    rng = np.random.default_rng([7, seed])
    rows = line(rng, 400, first=11, last=99, median=10)
    rows += line(rng, 300, first=115, last=159, median=10 * (1 + planted))

    found = measured(candidates(*rows))

    assert found.low is not None and found.high is not None
    # A 90 % interval misses one time in ten; twice its width never did.
    middle, half = (found.low + found.high) / 2, found.high - found.low
    assert abs(planted - middle) < half
    assert planted == 0 or planted * found.low > 0 < planted * found.high


def test_the_interval_covers_nine_of_ten() -> None:
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(60):
        rows = line(rng, 80, first=11, last=99, median=10) + line(rng, 60, first=115, last=159, median=6)
        found = measured(candidates(*rows), by=Measured.FLOW_TIME_MEAN)
        assert found.low is not None and found.high is not None
        hits += found.low <= -0.4 <= found.high

    assert 47 <= hits <= 60


def test_the_same_question_gets_the_same_answer() -> None:
    rows = line(np.random.default_rng(1), 50, first=11, last=99, median=10)
    given = candidates(*rows, *AFTER)

    assert measured(given) == measured(given)


def test_warnings_with_their_numbers() -> None:
    """Few items, half of the after-group open, arrivals up by half, and a trend downwards before."""
    before: list[Row] = [(20, 16, 30), (40, 16, 40), (70, 8, 80), (70, 8, 99)]
    still_open: list[Row] = [(120, 0, None)] * 3

    found = measured(candidates(*before, *AFTER, *still_open), arrivals=(2, 3))

    assert found.warnings == (
        Caution(Warned.MANY_OPEN, 0.5),
        Caution(Warned.ARRIVALS_CHANGED, 0.5),
        Caution(Warned.FEW_BEFORE, 4),
        Caution(Warned.FEW_AFTER, 3),
    )
    assert found.change == pytest.approx(5 / 12 - 1)  # a trend of -0.5 is less than that


def test_a_trend_as_large_as_the_effect() -> None:
    rows = line(np.random.default_rng(5), 200, first=11, last=99, median=10, trend=-0.8)
    rows += line(np.random.default_rng(6), 200, first=115, last=159, median=6)

    found = measured(candidates(*rows))

    assert [each.code for each in found.warnings] == [Warned.TREND_BEFORE]
    assert found.change is not None and abs(found.change) < 0.2
