"""Writers and refreshes at once, in real transactions: they neither lose anything nor stand in each other's way."""

import numpy as np
import pytest

from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.histories import EventGiven, HistoryGiven, Result
from okrflow.work_items.models import Event, Kind, StaleItem, WorkItem
from okrflow.work_items.refresh import rebuild_stream, refresh_stream
from okrflow.work_items.services import write_histories
from tests import make
from tests.make import july
from tests.races import at_once
from tests.work_items.snapshot import snapshot

pytestmark = pytest.mark.django_db(transaction=True)

NOW = july(31)


def histories(streams: list[ValueStream], seed: int) -> list[HistoryGiven]:
    """Changes of the same thirty items, which move between the streams."""
    random = np.random.default_rng(seed)
    statuses = ["new", "active", "waiting", "done"]
    return [
        HistoryGiven(
            source="race",
            external_id=f"R-{number}",
            events=[
                EventGiven(
                    at=july(int(random.integers(1, 28))),
                    status=str(random.choice(statuses)),
                    value_stream=streams[int(random.integers(0, len(streams)))],
                    kind=Kind.FEATURE,
                )
                for _ in range(3)
            ],
        )
        for number in random.permutation(30)
    ]


def test_concurrent_writers_and_refreshes_end_as_a_rebuild_would() -> None:
    organisation = make.organisation()
    streams = [make.value_stream(organisation, slug) for slug in ("policy", "claims", "platform")]

    def write(seed: int) -> None:
        write_histories(
            organisation=Organisation.objects.get(pk=organisation.pk), histories=histories(streams, seed)
        )

    def refresh(stream: ValueStream) -> None:
        for _ in range(4):
            refresh_stream(stream, now=NOW)

    results = at_once(
        *(lambda seed=seed: write(seed) for seed in range(4)),
        *(lambda stream=stream: refresh(stream) for stream in streams),
        lambda: rebuild_stream(streams[0], now=NOW),
    )
    assert not [result for result in results if isinstance(result, Exception)]
    for stream in streams:
        refresh_stream(stream, now=NOW)
    stored = snapshot()
    for stream in streams:
        rebuild_stream(stream, now=NOW)

    assert WorkItem.objects.count() == 30
    assert not StaleItem.objects.exists()
    assert stored == snapshot()


def test_the_same_call_by_two_at_once_writes_once() -> None:
    organisation = make.organisation()
    streams = [make.value_stream(organisation)]
    given = histories(streams, seed=1)

    results = at_once(
        *[lambda: write_histories(organisation=organisation, histories=given)] * 2,
    )
    assert not [result for result in results if isinstance(result, Exception)]
    once = Event.objects.count()
    write_histories(organisation=organisation, histories=given)

    assert WorkItem.objects.count() == 30
    assert Event.objects.count() == once


def test_of_two_calls_that_each_write_half_of_a_loop_one_is_refused() -> None:
    organisation = make.organisation()
    stream = make.value_stream(organisation)

    def given(key: str, parent: str | None = None) -> HistoryGiven:
        started = EventGiven(at=july(1), status="active", value_stream=stream, kind=Kind.FEATURE)
        return HistoryGiven(source="race", external_id=key, events=[started], parent=parent)

    def write(*histories: HistoryGiven) -> list[Result]:
        mine = Organisation.objects.get(pk=organisation.pk)
        return [outcome.result for outcome in write_histories(organisation=mine, histories=histories)]

    for number in range(5):
        one, other = f"A-{number}", f"B-{number}"
        write(given(one), given(other))

        results = at_once(
            lambda one=one, other=other: write(given(one, other)),
            lambda one=one, other=other: write(given(other, one)),
        )

        assert sorted(results) == [[Result.REJECTED], [Result.UPDATED]]
