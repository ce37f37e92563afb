"""A refresh brings what is derived up to date, at the cost of what changed."""

from datetime import timedelta

import pytest

from okrflow.value_streams.models import FlowState, Stage
from okrflow.work_items import stale
from okrflow.work_items.histories import HistoryGiven
from okrflow.work_items.models import FlowDay, Interval, ItemFacts, Kind, StageDay, StaleItem
from okrflow.work_items.refresh import rebuild_stream, refresh_stream
from okrflow.work_items.services import write_histories
from tests import make
from tests.make import july
from tests.work_items.snapshot import snapshot

pytestmark = pytest.mark.django_db

NOW = july(31)


def test_stores_the_facts_of_an_item() -> None:
    policy = make.value_stream(make.organisation())
    make.item(
        policy, "P-1", make.event(july(1), "new"), make.event(july(2), "active"), make.event(july(6), "done")
    )

    refreshed = refresh_stream(policy, now=NOW)

    item = ItemFacts.objects.get()
    assert refreshed
    assert (item.started_at, item.finished_at, item.finished_stream) == (july(2), july(6), policy)
    assert item.flow_microseconds == item.active_microseconds == timedelta(days=4) / timedelta(microseconds=1)
    assert (item.state, item.since_at, item.value_stream) == (FlowState.DONE, july(6), policy)
    assert item.measurable
    assert item.cancelled_at is None
    assert Interval.objects.count() == 3


def test_does_nothing_when_nothing_is_due() -> None:
    policy = make.value_stream(make.organisation())

    assert not refresh_stream(policy, now=NOW)


def test_repairs_the_day_of_a_finish_that_a_reopening_undoes() -> None:
    policy = make.value_stream(make.organisation())
    item = make.item(policy, "P-1", make.event(july(1), "active"), make.event(july(3), "done"))
    refresh_stream(policy, now=july(4))
    finished_before = sum(FlowDay.objects.filter(kind=4).values_list("finished", flat=True))

    make.item(policy, item.key, make.event(july(5), "active"))
    refresh_stream(policy, now=july(6))

    assert finished_before == 1
    assert sum(FlowDay.objects.filter(kind=4).values_list("finished", flat=True)) == 0
    assert ItemFacts.objects.get().finished_at is None


def test_an_event_of_the_future_counts_when_its_instant_has_come() -> None:
    policy = make.value_stream(make.organisation())
    make.item(policy, "P-1", make.event(july(1), "active"), make.event(july(1).replace(year=2199), "done"))

    refresh_stream(policy, now=NOW)
    before = ItemFacts.objects.get().finished_at
    refresh_stream(policy, now=july(2).replace(year=2199))

    assert before is None
    assert ItemFacts.objects.get().finished_at == july(1).replace(year=2199)
    assert not StaleItem.objects.exists()


def test_an_item_of_two_streams_is_consistent_in_both_after_one_refresh() -> None:
    organisation = make.organisation()
    policy, claims = make.value_stream(organisation, "policy"), make.value_stream(organisation, "claims")
    make.item(
        policy,
        "P-1",
        make.event(july(1), "active"),
        make.event(july(4), stream=claims),
        make.event(july(6), "done"),
    )

    refresh_stream(policy, now=NOW)

    by_stream = {
        stream: sum(FlowDay.objects.filter(value_stream=stream, kind=4).values_list("finished", flat=True))
        for stream in (policy, claims)
    }
    assert by_stream == {policy: 0, claims: 1}
    assert not StaleItem.objects.exists()


def test_a_changed_mapping_counts_over_the_whole_past() -> None:
    policy = make.value_stream(make.organisation())
    make.item(policy, "P-1", make.event(july(1), "active"), make.event(july(3), "done"))
    refresh_stream(policy, now=NOW)

    Stage.objects.filter(status__name="done").update(flow_state=FlowState.WAITING)
    stale.mark_streams([policy])
    refresh_stream(policy, now=NOW)

    assert ItemFacts.objects.get().finished_at is None


def test_a_replaced_history_leaves_nothing_of_the_old_one() -> None:
    organisation = make.organisation()
    policy, claims = make.value_stream(organisation, "policy"), make.value_stream(organisation, "claims")
    make.item(policy, "P-1", make.event(july(1), "active"), make.event(july(3), "done"))
    refresh_stream(policy, now=NOW)

    given = HistoryGiven(
        source="test",
        external_id="P-1",
        events=[make.event(july(2), "active", stream=claims, kind=Kind.DEFECT)],
    )
    write_histories(organisation=organisation, histories=[given], history="replace")
    refresh_stream(claims, now=NOW)

    assert not FlowDay.objects.filter(value_stream=policy).exists()
    assert not StageDay.objects.filter(value_stream=policy).exists()
    assert not StaleItem.objects.exists()


def test_a_rebuild_heals_whatever_was_stored() -> None:
    policy = make.value_stream(make.organisation())
    make.item(policy, "P-1", make.event(july(1), "active"), make.event(july(3), "done"))
    refresh_stream(policy, now=NOW)
    right = snapshot()
    FlowDay.objects.update(finished=7)
    Interval.objects.all().delete()
    ItemFacts.objects.update(finished_at=None)

    rebuild_stream(policy, now=NOW)

    assert snapshot() == right
