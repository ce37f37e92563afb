"""The demo's experiment, measured as the product measures it: features fall by 70 %, surely."""

import numpy as np
import pytest

from okrflow.demo.anchors import Anchors
from okrflow.flow import OPEN, Kind, State
from okrflow.flow.effect_groups import Candidates, Measured, Span, Visits
from okrflow.flow.effects import Effect, Warned, effect
from tests.demo.arithmetic import POLICY, Organisation
from tests.demo.days import DAYS

STAGE = "Ready for verification"


def measured(made: Organisation) -> Effect:
    """The effect on features, read from intervals and facts as they are."""
    facts, intervals = made.facts, made.intervals
    start = made.days.start_of(made.anchors.experiment)
    span = Span(start=start, end=OPEN, as_of=made.histories.as_of)
    there = (intervals.stream == POLICY) & (intervals.status == made.histories.status(STAGE))
    first = dict(
        zip(intervals.item[there][::-1].tolist(), intervals.visit_began[there][::-1].tolist(), strict=True)
    )
    last = np.append(np.flatnonzero(np.diff(intervals.item)), len(intervals) - 1)
    held = (intervals.stream[last] == POLICY) & np.isin(intervals.state[last], (State.ACTIVE, State.WAITING))
    ours = np.where(held, OPEN, np.where(facts.finished_stream == POLICY, facts.finished, span.window - 1))
    kind = np.where(held, intervals.kind[last], facts.finished_kind)
    candidates = Candidates(
        item=facts.item,
        kind=kind,
        finished=ours,
        entered=np.array([first.get(item, OPEN) for item in facts.item.tolist()], np.int64),
        flow_us=facts.flow_us,
        active_us=facts.active_us,
        measurable=facts.measurable,
    ).where(kind == Kind.FEATURE)
    ended = there & intervals.ends_visit
    lengths = (intervals.ended - intervals.visit_began)[ended]
    visits = Visits(intervals.item[ended], lengths, lengths)
    return effect(
        candidates,
        visits,
        span=span,
        measured=Measured.FLOW_TIME_P50,
        arrivals_per_day=(24 / 7, 24 / 7),
        seed=(POLICY,),
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_experiment_shows(seed: int) -> None:
    found = measured(Organisation.made(Anchors.of(DAYS[seed]), seed=seed))

    assert found.change is not None and found.low is not None and found.high is not None
    assert -0.75 <= found.change <= -0.65
    assert -0.8 < found.low < found.change < found.high < -0.6
    assert 14 <= found.settling_days <= 16
    assert min(found.before_items, found.after_items) > 60
    assert Warned.TREND_BEFORE not in [warning.code for warning in found.warnings]
