"""The work items and their events."""

from itertools import groupby

from okrflow.demo.histories import LINES, Histories
from okrflow.demo.services.northwind import Northwind
from okrflow.work_items.histories import EventGiven, HistoryGiven
from okrflow.work_items.instants import instant
from okrflow.work_items.models import Kind
from okrflow.work_items.refresh import refresh_stream
from okrflow.work_items.services import write_histories

SOURCE = "demo"


def write_items(northwind: Northwind, histories: Histories, *, stream: int) -> tuple[int, int]:
    """Write the items that began in a stream, given by its code; how many items and events there are."""
    chosen = histories.of_line(stream)
    given = [each for each, wanted in zip(_given(northwind, histories), chosen, strict=True) if wanted]
    outcomes = write_histories(organisation=northwind.organisation, histories=given)
    refused = [outcome.errors for outcome in outcomes if outcome.errors]
    assert not refused, refused[0]
    return len(given), sum(len(each.events) for each in given)


def _given(northwind: Northwind, histories: Histories) -> list[HistoryGiven]:
    """All items in their order."""
    streams = [northwind.streams[line.slug] for line in LINES]
    events = histories.events
    rows = zip(
        events.item.tolist(),
        events.at.tolist(),
        events.stream.tolist(),
        events.status.tolist(),
        events.kind.tolist(),
        strict=True,
    )
    return [
        HistoryGiven(
            source=SOURCE,
            external_id=histories.keys[item],
            key=histories.keys[item],
            title=histories.titles[item],
            events=[
                EventGiven(
                    at=instant(at),
                    status=histories.statuses[status],
                    value_stream=streams[code - 1],
                    kind=Kind(kind),
                )
                for _, at, code, status, kind in group
            ],
        )
        for item, group in groupby(rows, key=lambda row: row[0])
    ]


def refresh(northwind: Northwind) -> None:
    """Bring the figures of all streams up to date, here and now, without a worker."""
    for stream in northwind.streams.values():
        refresh_stream(stream, now=northwind.now)
