"""What was foretold of a metric, tried on its past."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from okrflow.flow.forecasts import BackTest
from okrflow.metrics.back_tests import back_test
from okrflow.metrics.models import Measure, Metric
from okrflow.metrics.outlooks import Question, answers, outlooks
from okrflow.metrics.services import flow_metric, record_measurement
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.metrics.northwind import Northwind, metric

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)  # a Sunday: the youngest Monday that can tell is 19 October
TODAY = NOW.replace(hour=0)


def finished_daily(nw: Northwind, *, days: int, hours: float = 12) -> None:
    """One item on each day up to yesterday, each started so many hours before."""
    for number in range(1, days + 1):
        done = TODAY - timedelta(days=number) + timedelta(hours=14)
        started = make.event(done - timedelta(hours=hours), "active")
        make.item(nw.policy, f"P-{number}", started, make.event(done, "done"))
    refresh_stream(nw.policy, now=NOW)


def of_policy(nw: Northwind, measure: Measure) -> Metric:
    return flow_metric(
        organisation=nw.organisation, value_stream=nw.policy, measure=measure, item_kind=None, stage=None
    )


def weekly(nw: Northwind, *values: float) -> Metric:
    """A metric with these values, a week apart, the last one yesterday."""
    nps = metric(nw.organisation)
    for back, value in enumerate(reversed(values)):
        about = TODAY - timedelta(days=1 + 7 * back) + timedelta(hours=12)
        record_measurement(metric=nps, about_at=about, value=Decimal(str(value)), note="", by=nw.ben, now=NOW)
    return nps


@pytest.mark.parametrize("measure", [Measure.VELOCITY, Measure.FLOW_TIME_P50])
def test_what_never_changes_always_comes_true(nw: Northwind, measure: Measure) -> None:
    finished_daily(nw, days=260)

    found = back_test(of_policy(nw, measure), lower_is_better=False, now=NOW)

    assert found == BackTest(weeks=12, held=12)


def test_a_steady_trend_comes_true_and_a_broken_one_does_not(nw: Northwind) -> None:
    line = [20 + number + (0.2 if number % 2 else -0.2) for number in range(20)]
    kept, broken = weekly(nw, *line), [*line[:-4], 10, 10, 10, 10]
    assert back_test(kept, lower_is_better=False, now=NOW).share == 1

    kept.delete()
    found = back_test(weekly(nw, *broken), lower_is_better=False, now=NOW)

    assert 0 < found.held < found.weeks


def test_what_is_worse_held_for_those_who_want_it_lower(nw: Northwind) -> None:
    falling = weekly(nw, *[40.0] * 15, 30, 20, 10, 5)

    up = back_test(falling, lower_is_better=False, now=NOW)
    down = back_test(falling, lower_is_better=True, now=NOW)

    assert up.held < up.weeks
    assert down.held == down.weeks == up.weeks


def test_a_metric_without_a_past_is_not_tried(nw: Northwind) -> None:
    refresh_stream(nw.policy, now=NOW)

    assert back_test(metric(nw.organisation), lower_is_better=False, now=NOW) == BackTest(0, 0)
    assert back_test(of_policy(nw, Measure.VELOCITY), lower_is_better=False, now=NOW) == BackTest(0, 0)


def test_an_answer_of_a_past_day_is_the_one_that_was_given_then(nw: Northwind) -> None:
    finished_daily(nw, days=200)
    velocity = of_policy(nw, Measure.VELOCITY)
    then = NOW - timedelta(days=40)
    question = Question(then.date(), then.date() + timedelta(days=20))

    later = answers({velocity: [question]}, nw.organisation)[velocity.pk][question]
    given = outlooks({velocity: [question.day]}, nw.organisation, now=then)[velocity.pk][question.day]

    assert later.band == given.band


def test_trying_costs_a_few_queries_however_many_weeks(
    nw: Northwind, django_assert_max_num_queries: object
) -> None:
    finished_daily(nw, days=30)
    velocity = of_policy(nw, Measure.VELOCITY)

    with django_assert_max_num_queries(4):  # type: ignore[operator]
        back_test(velocity, lower_is_better=False, now=NOW)
