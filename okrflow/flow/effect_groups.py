"""Who is compared with whom when an experiment is measured. Source: "How we count", Experiments."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final, Self

import numpy as np

from okrflow.flow.codes import DAY_US, BoolArray, CodeArray, IntArray

BEFORE_DAYS: Final = 90
SETTLING_DAYS: Final = 14


class Measured(StrEnum):
    """What an effect is measured by: what is made of single items, which the bootstrap draws.

    Velocity, load and shares belong to the stream as a whole and are not among them.
    """

    FLOW_TIME_P50 = "flow_time_p50"
    FLOW_TIME_P85 = "flow_time_p85"
    FLOW_TIME_MEAN = "flow_time_mean"
    EFFICIENCY = "efficiency"
    STAGE_VISIT_P50 = "stage_visit_p50"
    STAGE_VISIT_P85 = "stage_visit_p85"

    @property
    def of_stage(self) -> bool:
        """Whether the visits of the changed stage are what counts."""
        return self.value.startswith("stage_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The experiment in time, as known at `as_of`: `[start, end)`, `end` OPEN while it has none."""

    start: int
    end: int
    as_of: int

    @property
    def window(self) -> int:
        """Where the days before begin."""
        return self.start - BEFORE_DAYS * DAY_US


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Candidates:
    """The items that may count, one row each: those finished from the days before on, and those in progress.

    - `kind`: when finished, else now; `finished`: OPEN of items in progress.
    - `entered`: when the item first came into the changed stage or, without one, started; OPEN if it never did.
    - `flow_us`, `active_us`, `measurable`: as in the facts, on the clock.
    """

    item: IntArray
    kind: CodeArray
    finished: IntArray
    entered: IntArray
    flow_us: IntArray
    active_us: IntArray
    measurable: BoolArray

    def __len__(self) -> int:
        """The number of items."""
        return len(self.item)

    def where(self, chosen: BoolArray) -> Self:
        """The rows of a mask."""
        return type(self)(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


@dataclass(frozen=True, eq=False, slots=True)
class Visits:
    """Ended visits of the changed stage: whose, how long as time passes, and how long on the clock, in microseconds."""

    item: IntArray
    elapsed_us: IntArray
    clock_us: IntArray


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Groups:
    """`settling` went through the change and finished too soon after its start to count; `still_open` have not finished."""

    before: Candidates
    settling: Candidates
    after: Candidates
    still_open: Candidates
    settling_us: int


def groups(candidates: Candidates, visits: Visits | None, *, span: Span, measured: Measured) -> Groups:
    """Sort out the items; those that the measure can't be taken of stand nowhere.

    Before: finished in the 90 days before the start. After: came into the changed stage for the first time while the
    experiment ran, and finished, later than the settling. An item that was in the stage before the start and comes back
    carries its old wait along, so it counts on neither side. Raises ValueError for a stage's measure without visits.
    """
    done = candidates.finished <= span.as_of
    chosen = candidates.where(measurable(candidates, visits, measured) | ~done)
    done = chosen.finished <= span.as_of
    before = chosen.where(done & (chosen.finished >= span.window) & (chosen.finished < span.start))
    changed = (chosen.entered >= span.start) & (chosen.entered < min(span.end, span.as_of + 1))
    settling_us = _settling_us(before, visits)
    settled = chosen.finished >= span.start + settling_us
    return Groups(
        before=before,
        settling=chosen.where(changed & done & ~settled),
        after=chosen.where(changed & done & settled),
        still_open=chosen.where(changed & ~done),
        settling_us=settling_us,
    )


def measurable(candidates: Candidates, visits: Visits | None, measured: Measured) -> BoolArray:
    """Which of the items the measure can be taken of. Raises ValueError for a stage's measure without visits."""
    if measured == Measured.EFFICIENCY:
        return candidates.measurable
    if not measured.of_stage:
        return np.ones(len(candidates), np.bool_)
    if visits is None:
        raise ValueError("a measure of a stage needs its visits")
    return np.isin(candidates.item, visits.item)


def _settling_us(before: Candidates, visits: Visits | None) -> int:
    """The longer of 14 days and half the old p85 of a visit of the stage or, without a stage, of an item's way."""
    way = before.finished - before.entered
    old = way if visits is None else visits.elapsed_us[np.isin(visits.item, before.item)]
    half = int(np.percentile(old, 85)) // 2 if len(old) else 0
    return max(SETTLING_DAYS * DAY_US, half)
