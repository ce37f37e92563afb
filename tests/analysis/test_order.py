"""What moved since a cycle began, and in which order."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from okrflow.analysis.order import Story, movers
from okrflow.metrics.models import Better, Metric
from okrflow.metrics.services import noon_of, record_measurement
from okrflow.okrs.models import Cycle
from okrflow.okrs.rights import OkrRights
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import drafted, published, raising

WEEK = timedelta(days=7)


@pytest.fixture
def now_running(nw: Northwind) -> Cycle:
    """Since ten weeks ago."""
    start = timezone.localdate() - 10 * WEEK
    return Cycle.objects.create(
        organisation=nw.organisation, slug="now", name="Now", starts_on=start, ends_on=start + 13 * WEEK
    )


def measured(of: Metric, cycle: Cycle, *, moves_in_week: int, by: float) -> Metric:
    """Weekly values that go up and down by one around 50, until they leave it for good."""
    for week in range(-13, 10):
        value = 50 + week % 2 + (by if week >= moves_in_week else 0)
        day = cycle.starts_on + week * WEEK
        record_measurement(
            metric=of, about_at=noon_of(of.organisation, day), value=Decimal(value), note="", by=None
        )
    return of


def test_what_got_better_stands_in_the_order_in_which_it_moved(nw: Northwind, now_running: Cycle) -> None:
    late = measured(metric(nw.organisation, "Market share"), now_running, moves_in_week=7, by=20)
    soon = measured(metric(nw.organisation, "Mobile NPS"), now_running, moves_in_week=2, by=20)
    never = measured(metric(nw.organisation, "Complaints"), now_running, moves_in_week=99, by=0)
    worse = measured(
        metric(nw.organisation, "Waiting", better=Better.DOWN), now_running, moves_in_week=1, by=20
    )
    published(nw, now_running, *(raising(each) for each in (late, soon, never, worse)))

    found = movers(OkrRights.of(nw.access("vic")), now_running, now=timezone.now())
    story = Story.of(found)

    assert [each.metric for each in story.better] == [soon, late]
    assert ([each.metric for each in story.worse], [each.metric for each in story.others]) == (
        [worse],
        [never],
    )
    assert story.better[0].turned_on == now_running.starts_on + 3 * WEEK
    assert story.told == "“Mobile NPS” got better first, “Market share” last"


def test_drafts_and_team_metrics_of_others_tell_nothing(nw: Northwind, now_running: Cycle) -> None:
    drafted(nw, now_running, raising(metric(nw.organisation)))
    published(nw, now_running, raising(team_metric(nw.policy)))

    assert movers(OkrRights.of(nw.access("lin")), now_running, now=timezone.now()) == []
    assert len(movers(OkrRights.of(nw.access("mia")), now_running, now=timezone.now())) == 2


def test_without_a_cycle_the_page_says_what_to_do(nw: Northwind) -> None:
    client = Client()
    client.force_login(nw.vic)

    shown = client.get(f"/o/{nw.organisation.slug}/what-moved/")

    assert "Nothing to tell yet" in shown.content.decode()
