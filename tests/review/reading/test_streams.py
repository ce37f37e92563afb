"""Reading streams, plans and what is done to improve, against a hand-made world; and what it costs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okrflow.flow import Kind
from okrflow.impediments.models import Impediment
from okrflow.metrics.models import Measure
from okrflow.organisations.services import add_calendar_day
from okrflow.plans.models import Bet, PlanEntry, PlannedItem
from okrflow.review import snapshot as seen
from okrflow.review.models import ThresholdSetting
from okrflow.review.reading import snapshot_of
from okrflow.review.reading.flow import forget
from okrflow.value_streams.models import Status
from okrflow.work_items.models import Kind as ItemKind
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import NOW, cycle, published, raising


def refreshed(nw: Northwind) -> None:
    refresh_stream(nw.policy, now=NOW)
    forget([nw.policy.pk])


def policy(nw: Northwind) -> seen.Stream:
    return snapshot_of(nw.organisation, now=NOW).stream_by_uuid[nw.policy.uuid]


@pytest.fixture
def worked(nw: Northwind) -> Northwind:
    """Two finished items, one that waits for Platform since 11 July, one cancelled on the 12th."""
    for number in (1, 2):
        make.item(
            nw.policy,
            f"POL-{number}",
            make.event(july(number), "active"),
            make.event(july(number + 1), "waiting"),
            make.event(july(number + 4), "done"),
        )
    make.item(
        nw.policy,
        "POL-3",
        make.event(july(10), "active"),
        make.event(july(11), "waiting"),
        kind=ItemKind.DEFECT,
    )
    make.item(nw.policy, "POL-4", make.event(july(10), "active"), make.event(july(12), "cancelled"))
    nw.policy.stages.filter(status__name="waiting").update(owner_stream=nw.platform)
    refreshed(nw)
    return nw


def test_loads_are_those_of_days_ends_up_to_yesterday(worked: Northwind) -> None:
    stream = policy(worked)

    assert [stream.loads.on(date(2026, 7, day)) for day in (1, 2, 5, 6, 10, 12, 19, 20)] == [
        1,
        2,
        1,
        0,
        2,
        1,
        1,
        None,
    ]
    assert (stream.in_progress, stream.oldest_days) == (1, 10.5)


def test_what_was_finished_and_stopped(worked: Northwind) -> None:
    stream = policy(worked)

    assert (stream.finished.items, stream.finished.first_on) == (2, date(2026, 7, 5))
    assert stream.finished.recent[Kind.FEATURE] == 2
    assert stream.finished.earlier_days == 0
    assert stream.stopped_on == (date(2026, 7, 12),)
    assert (stream.last_event_on, stream.connected, stream.refresh_failed) == (
        date(2026, 7, 12),
        False,
        False,
    )


def test_an_item_that_is_reopened_did_not_stop(nw: Northwind) -> None:
    make.item(
        nw.policy, "POL-1", make.event(july(3), "active"), make.event(july(5), "done"),
        make.event(july(8), "active"), make.event(july(9), "done"),
    )  # fmt: skip
    refreshed(nw)

    assert policy(nw).stopped_on == ()


def test_what_is_put_back_or_given_away_stopped(nw: Northwind) -> None:
    make.item(nw.policy, "POL-1", make.event(july(3), "active"), make.event(july(5), "new"))
    make.item(nw.policy, "POL-2", make.event(july(3), "active"), make.event(july(6), "nobody knows"))
    make.item(
        nw.policy, "POL-3", make.event(july(3), "active"), make.event(july(7), "active", stream=nw.platform)
    )
    make.item(nw.policy, "POL-4", make.event(july(3), "new"), make.event(july(8), "cancelled"))
    refreshed(nw)

    assert policy(nw).stopped_on == (date(2026, 7, 5), date(2026, 7, 7), date(2026, 7, 8))


def test_its_bottleneck_and_who_it_waits_for(worked: Northwind) -> None:
    stream = policy(worked)

    assert stream.recent is not None and stream.recent.stage == "waiting"
    assert stream.quarter is not None and 0.5 < stream.quarter.share < 1
    (waiting,) = stream.waiting
    assert (waiting.owner, round(waiting.item_days, 1)) == (worked.platform.uuid, 6 + 9.5)


def test_measures_are_those_of_28_days_and_of_the_90_before(worked: Northwind) -> None:
    velocity = policy(worked).figure(Measure.VELOCITY)
    features = policy(worked).figure(Measure.FLOW_TIME_P85, Kind.FEATURE)

    assert velocity is not None and (velocity.now, velocity.before) == (2, 0)
    assert features is not None and features.now == 4
    assert features.name == "Flow time of features, p85"


def test_the_flow_is_kept_until_its_figures_are_new(worked: Northwind) -> None:
    before = policy(worked)
    make.item(worked.policy, "POL-5", make.event(july(18), "active"), make.event(july(19), "done"))
    refresh_stream(worked.policy, now=NOW)

    assert policy(worked).figures == before.figures
    forget([worked.policy.pk])
    assert policy(worked).figures != before.figures


def test_a_plan_with_its_items_and_bets(worked: Northwind) -> None:
    made = published(worked, cycle(worked), raising(metric(worked.organisation)))
    of = {"organisation": worked.organisation}
    entry = PlanEntry.objects.create(
        **of,
        value_stream=worked.policy,
        title="Photos",
        order=1,
        from_on=date(2026, 7, 1),
        to_on=date(2026, 8, 1),
        committed_at=july(1),
    )
    ready = make.item(worked.policy, "POL-9", make.event(july(15), "new"))
    for item in (ready, *worked.organisation.work_items.filter(key__in=["POL-1", "POL-3"])):
        PlannedItem.objects.create(**of, plan_entry=entry, work_item=item)
    Bet.objects.create(**of, plan_entry=entry, key_result=made.key_results.get())
    PlanEntry.objects.create(
        **of, value_stream=worked.policy, title="Gone", order=2, state="cancelled", cancelled_at=NOW
    )
    refreshed(worked)

    (planned,) = policy(worked).plan

    assert (planned.title, planned.items, planned.waiting_items, planned.open_features) == ("Photos", 3, 1, 1)
    assert planned.bets == (made.key_results.get().uuid,)
    assert policy(worked).reach == {}  # two finished items foretell nothing


def test_open_items_like_a_key_result_are_found(worked: Northwind) -> None:
    published(worked, cycle(worked), raising(metric(worked.organisation), title="Build the claims portal"))
    titles = {
        "POL-3": "Build the claims portal!",
        "POL-4": "Build the claims portal",
        "POL-1": "Something else",
    }
    for key, title in titles.items():
        worked.organisation.work_items.filter(key=key).update(title=title)

    assert policy(worked).open_items == (seen.OpenItem(key="POL-3", title="Build the claims portal!"),)


def test_members_days_off_and_thresholds(nw: Northwind) -> None:
    add_calendar_day(organisation=nw.organisation, on=date(2026, 7, 20), name="Closed", works=False)
    ThresholdSetting.objects.create(organisation=nw.organisation, name="silent_days", value=9, changed_at=NOW)

    found = snapshot_of(nw.organisation, now=NOW)

    assert "Ben" in [each.name for each in found.organisation.members]
    assert "Olga" not in [each.name for each in found.organisation.members]
    assert date(2026, 7, 20) in found.organisation.holidays
    assert found.thresholds.silent_days == 9


def test_open_impediments(nw: Northwind) -> None:
    Impediment.objects.create(
        organisation=nw.organisation,
        value_stream=nw.policy,
        title="Slow answers",
        raised_on=date(2026, 7, 1),
        stage_stream=nw.policy,
        stage=Status.objects.get(organisation=nw.organisation, name="waiting"),
    )

    (found,) = snapshot_of(nw.organisation, now=NOW).impediments

    assert (found.raised_by, found.stage, found.answered, found.addressed) == (
        nw.policy.uuid,
        "waiting",
        False,
        False,
    )


def test_a_closed_stream_is_not_looked_at(nw: Northwind) -> None:
    nw.platform.closed_on = NOW.date() - timedelta(days=1)
    nw.platform.save()

    assert [each.name for each in snapshot_of(nw.organisation, now=NOW).streams] == ["Policy"]


def test_as_many_queries_for_many_objectives_as_for_few(nw: Northwind) -> None:
    quarter, counts = cycle(nw), []
    for number in range(6):
        published(nw, quarter, raising(metric(nw.organisation, f"NPS {number}")), title=f"Aim {number}")
        if number in {1, 5}:
            snapshot_of(nw.organisation, now=NOW)  # the flow of streams is kept from now on
            with CaptureQueriesContext(connection) as queries:
                snapshot_of(nw.organisation, now=NOW)
            counts.append(len(queries))

    assert counts[0] == counts[1] <= 60
