"""What the forecasts of a stream rest on."""

from datetime import date, timedelta

import pytest

from okrflow.flow import Reason
from okrflow.flow.forecasts import BackTest, HowMany, When
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.forecasts import forecast_how_many, forecast_when, throughput
from okrflow.work_items.models import Kind
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july

pytestmark = pytest.mark.django_db
NOW = july(20, 12)


@pytest.fixture
def policy() -> ValueStream:
    """One item a day is finished from 1 June on, of all kinds; two of them today."""
    stream = make.value_stream(make.organisation())
    for number in range(50):
        done = july(20, 9) - timedelta(days=number)
        make.item(
            stream,
            f"P-{number}",
            make.event(done - timedelta(hours=9), "active"),
            make.event(done, "done"),
            kind=Kind(number % 4),
        )
    make.item(stream, "P-today", make.event(july(20, 1), "active"), make.event(july(20, 2), "done"))
    refresh_stream(stream, now=NOW)
    return stream


def test_whole_days_up_to_yesterday_are_drawn_from(policy: ValueStream) -> None:
    found = throughput(policy, now=NOW)

    assert (found.today, found.sampled_from) == (date(2026, 7, 20), date(2026, 6, 1))
    assert (found.sample.tolist(), found.finished) == ([1] * 49, 49)
    assert found.back_test() == BackTest(weeks=6, held=6)


def test_today_is_the_first_day_that_is_foretold(policy: ValueStream) -> None:
    assert forecast_how_many(policy, date(2026, 7, 20), now=NOW) == HowMany(p15=1, p50=1, p85=1)
    assert forecast_how_many(policy, date(2026, 7, 31), now=NOW) == HowMany(p15=12, p50=12, p85=12)
    assert forecast_when(policy, 12, now=NOW) == When(p50=12, p85=12, p95=12)
    assert throughput(policy, now=NOW).day_after(12) == date(2026, 7, 31)


def test_other_streams_count_nothing(policy: ValueStream) -> None:
    platform = make.value_stream(policy.organisation, "platform")

    found = throughput(platform, now=NOW)

    assert found.reason == forecast_when(platform, 3, now=NOW).reason == Reason.TOO_FEW_DAYS
    assert (len(found.sample), found.finished, found.back_test()) == (30, 0, BackTest(0, 0))


def test_the_day_changes_at_the_organisations_midnight(policy: ValueStream) -> None:
    """At 23:00 UTC of 20 July it is 21 July in Berlin, and the 20th, with two items, is among the samples."""
    policy.organisation.time_zone = "Europe/Berlin"

    found = throughput(policy, now=july(20, 23))

    assert (found.today, int(found.sample[-1])) == (date(2026, 7, 21), 2)


def test_one_query_for_everything(policy: ValueStream, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = throughput(policy, now=NOW)
        found.how_many(date(2026, 8, 31))
        found.when(20)
        found.back_test()
