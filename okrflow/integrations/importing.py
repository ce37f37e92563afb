"""Bringing a file's work items in: read it whole, then write everything in one transaction."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final

from django.db import transaction

from okrflow.integrations.counts import Counts
from okrflow.integrations.mappings import existing_states, map_stream
from okrflow.integrations.models import WorkItemImport
from okrflow.integrations.reading.items import Rejection, read_file
from okrflow.integrations.reading.ledgers import ItemRead, Ledger
from okrflow.integrations.reading.plans import Plan
from okrflow.integrations.reading.rows import OUTSIDE, Streams
from okrflow.integrations.rejections import Rejections
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.web.locks import Turn, try_turn
from okrflow.work_items.histories import UNSET, EventGiven, HistoryGiven, Outcome, Result
from okrflow.work_items.models import Kind
from okrflow.work_items.services import write_histories

SMALLEST_BATCH: Final = 200
LARGEST_BATCH: Final = 5_000
STEPS: Final = 20
SHARE_OF_READING: Final = 0.4
SECONDS_BETWEEN_LOOKS: Final = 0.5
Report = Callable[[float, str], None]


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What an import tells while it works. `report` (share done, step) may raise to stop it; `hold` is called last, inside
    the transaction."""

    report: Report = lambda progress, step: None
    hold: Callable[[], None] = lambda: None


@transaction.atomic
def bring_in(
    *, work_item_import: WorkItemImport, file: BinaryIO, plan: Plan, set_up: Sequence[int], watch: Watch
) -> Counts:
    """Read a file under its plan, map statuses on the streams `set_up`, write the items, and keep the counts.

    All or nothing: whatever stops it leaves no trace. Imports of one organisation take turns. Doing it twice has the
    result of doing it once. Raises ReadingError, and whatever `watch` raises.
    """
    organisation = work_item_import.organisation
    wait_for_turn(organisation, watch.report)
    rejections = Rejections(work_item_import)
    ledger, rows = read_file(
        file,
        plan,
        streams_of(work_item_import.value_stream),
        rejected=rejections.add,
        progress=lambda fraction, row: watch.report(SHARE_OF_READING * fraction, f"Reading row {row:,}"),
    )
    counts = Counts(rows=rows)
    streams = {stream.pk: stream for stream in ValueStream.objects.for_organisation(organisation)}
    _map(work_item_import.value_stream, ledger, plan, [streams[pk] for pk in set_up if pk in streams])
    _write(organisation, ledger, plan, streams, counts, rejections, watch.report)
    rejections.flush()
    counts.rejected = rejections.count
    counts.unmapped = _unmapped(ledger, streams)
    work_item_import.result = counts.as_json()
    work_item_import.save(update_fields=["result", "updated_at"])
    work_item_import.chunks.all().delete()
    watch.hold()
    return counts


def streams_of(value_stream: ValueStream) -> Streams:
    """What a file may call the streams of the organisation; rows that name none go to `value_stream`. One query."""
    rows = list(
        ValueStream.objects.for_organisation(value_stream.organisation).values_list("pk", "slug", "name")
    )
    named = {name.casefold(): pk for pk, _, name in rows} | {slug.casefold(): pk for pk, slug, _ in rows}
    return Streams(default=value_stream.pk, named=named)


def wait_for_turn(organisation: Organisation, report: Report) -> None:
    """Wait for other imports of the organisation, still listening to whoever wants to cancel."""
    while not try_turn(Turn.IMPORT, organisation.pk):
        report(0.0, "Waiting for another import to end")
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _map(chosen: ValueStream, ledger: Ledger, plan: Plan, set_up: Sequence[ValueStream]) -> None:
    """Map the plan's states on the chosen stream; on others that the file names, the statuses that they lack."""
    order = ledger.typical_order()
    for stream_id, names in ledger.statuses_by_stream().items():
        stream = next((stream for stream in set_up if stream.pk == stream_id), None)
        if stream is None:
            continue
        known = {} if stream == chosen else existing_states(stream)
        states = {name: plan.states[name] for name in names if plan.states.get(name) and name not in known}
        map_stream(value_stream=stream, states=states, order=order)


def _write(
    organisation: Organisation,
    ledger: Ledger,
    plan: Plan,
    streams: Mapping[int, ValueStream],
    counts: Counts,
    rejections: Rejections,
    report: Report,
) -> None:
    source = "jira" if plan.form.format == "jira" else "file"
    items, size = ledger.read(), batch_size(ledger.items)
    known = {"with_titles": _has_titles(plan), "with_parents": ledger.has_parents}
    early: list[tuple[ItemRead, Outcome]] = []
    written = 0
    while batch := list(islice(items, size)):
        report(
            SHARE_OF_READING + (1 - SHARE_OF_READING) * written / ledger.items,
            f"Writing item {written + 1:,}",
        )
        histories = [_history(source, item, streams, **known) for item in batch]
        outcomes = write_histories(organisation=organisation, histories=histories, history=plan.history)
        counts.add(outcomes)
        for item, outcome in zip(batch, outcomes, strict=True):
            if outcome.result is Result.REJECTED:
                rejections.add(_rejection(item, outcome))
            elif outcome.parent_unknown:
                early.append((item, outcome))
        written += len(batch)
    for start in range(0, len(early), LARGEST_BATCH):
        _give_parents(organisation, source, early[start : start + LARGEST_BATCH], counts, rejections)


def _give_parents(
    organisation: Organisation,
    source: str,
    early: Sequence[tuple[ItemRead, Outcome]],
    counts: Counts,
    rejections: Rejections,
) -> None:
    """Link the items that came before their parents, now that all of the file is written."""
    histories = [
        HistoryGiven(source=source, external_id=item.external_id, parent=item.parent) for item, _ in early
    ]
    outcomes = write_histories(organisation=organisation, histories=histories)
    for (item, before), outcome in zip(early, outcomes, strict=True):
        if outcome.result is Result.REJECTED:
            rejections.add(_rejection(item, outcome))
        else:
            counts.add_parent(before, outcome)


def _rejection(item: ItemRead, outcome: Outcome) -> Rejection:
    reason = " ".join(text for _, _, text in outcome.errors)
    return Rejection(number=item.row, reason=reason, cells=[item.key, item.title])


def batch_size(items: int) -> int:
    """Items written at once: so many that the bar moves in about 20 steps, within what memory and speed want."""
    return min(LARGEST_BATCH, max(SMALLEST_BATCH, items // STEPS))


def _has_titles(plan: Plan) -> bool:
    return plan.form.format == "jira" or bool(plan.columns.get("title"))


def _history(
    source: str,
    item: ItemRead,
    streams: Mapping[int, ValueStream],
    *,
    with_titles: bool,
    with_parents: bool,
) -> HistoryGiven:
    """An item as the write service takes it; a file without titles or parents leaves those that are known."""
    return HistoryGiven(
        source=source,
        external_id=item.external_id,
        key=item.key,
        title=item.title if with_titles else None,
        url=item.url or None,
        parent=item.parent or (None if with_parents else UNSET),
        events=[
            EventGiven(
                at=change.at,
                status=change.status or UNSET,
                value_stream=None if change.stream == OUTSIDE else streams[change.stream],
                kind=Kind[change.kind.upper()] if change.kind else UNSET,
            )
            for change in item.changes
        ],
    )


def _unmapped(ledger: Ledger, streams: Mapping[int, ValueStream]) -> list[str]:
    """The statuses of the file without a flow state in a stream that holds them."""
    found: Iterator[set[str]] = (
        set(names) - existing_states(streams[stream]).keys()
        for stream, names in ledger.statuses_by_stream().items()
    )
    return sorted(set().union(*found))
