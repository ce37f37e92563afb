"""The histories of work items as sources give them, and how they join with what is stored. No database in here."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum, StrEnum
from itertools import groupby
from operator import attrgetter
from typing import Final

from okrflow.value_streams.models import ValueStream
from okrflow.work_items.models import Kind


class Unset(Enum):
    """The mark of a field that an event leaves out: it takes the value of the event before it."""

    UNSET = "unset"


UNSET = Unset.UNSET


@dataclass(frozen=True, kw_only=True)
class EventGiven:
    """One change as a source gives it. `value_stream=None` means that the item left every stream."""

    at: datetime
    status: str | Unset = UNSET
    value_stream: ValueStream | None | Unset = UNSET
    kind: Kind | Unset = UNSET


@dataclass(frozen=True, kw_only=True)
class HistoryGiven:
    """A work item and events of its history, in the order of the source (ties at one instant keep it).

    `parent` is the external id, in the same source, of the item that this one is a part of; None: of none.
    """

    source: str
    external_id: str
    key: str = ""
    title: str | None = None
    url: str | None = None
    parent: str | None | Unset = UNSET
    events: Sequence[EventGiven] = field(default_factory=tuple)


class Result(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one history; `errors` (field, code, text) says why it was rejected.

    A parent that is not there (yet) is left out and changes nothing: `parent_unknown`.
    """

    result: Result
    work_item_id: int | None = None
    events_added: int = 0
    parent_unknown: bool = False
    errors: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class EventStored:
    """One event as it is, or will be, stored."""

    at: datetime
    sequence: int
    status: str
    value_stream_id: int | None
    kind: Kind

    def shows(self, given: EventGiven) -> bool:
        """Whether this event equals a given one in all fields given."""
        return (
            self.at == given.at
            and given.status in (UNSET, self.status)
            and given.kind in (UNSET, self.kind)
            and (given.value_stream is UNSET or _id(given.value_stream) == self.value_stream_id)
        )


class HistoryError(Exception):
    """A history that can't be taken: the field, a code, and a sentence that says what to do."""

    def __init__(self, field: str, code: str, text: str) -> None:
        super().__init__(text)
        self.error = (field, code, text)


EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
LONGEST_STATUS: Final = 200


def append(stored: Sequence[EventStored], given: Iterable[EventGiven]) -> list[EventStored]:
    """The events to add to a stored history so that it shows the given ones.

    One that is there already adds nothing: the item has one at the same instant, equal in all fields given (of several
    at one instant: a subsequence). A field left out is taken from the event before it; later events stay as they are.
    Raises HistoryError.
    """
    history = sorted(stored, key=attrgetter("at", "sequence"))
    instants = [event.at for event in history]
    added: list[EventStored] = []
    last: EventStored | None = None
    for at, group in groupby(sorted(map(checked, given), key=attrgetter("at")), key=attrgetter("at")):
        first, end = bisect_left(instants, at), bisect_right(instants, at)
        if first and (last is None or history[first - 1].at > last.at):
            last = history[first - 1]
        same = history[first:end]
        _join(same, group, last, added)
        last = same[-1]
    return added


def _join(
    same: list[EventStored], group: Iterable[EventGiven], before: EventStored | None, added: list[EventStored]
) -> None:
    """Append to `same`, the events at one instant, and to `added` those of the group that are not yet there."""
    place = 0
    for event in group:
        found = next((i for i in range(place, len(same)) if same[i].shows(event)), None)
        if found is None:
            sequence = same[-1].sequence + 1 if same else 0
            same.append(_filled(event, same[-1] if same else before, sequence=sequence))
            added.append(same[-1])
            found = len(same) - 1
        place = found + 1


def whole(given: Iterable[EventGiven]) -> list[EventStored]:
    """The stored history that consists of the given events alone. Raises HistoryError."""
    return append((), given)


def checked(event: EventGiven) -> EventGiven:
    """The event with its status trimmed. Raises HistoryError for what no history can hold."""
    if not EARLIEST <= event.at < LATEST:
        raise HistoryError(
            "at", "out_of_range", f"The instant {event.at:%Y-%m-%d} lies outside 1970 to 2199."
        )
    if isinstance(event.status, Unset):
        return event
    status = event.status.strip()
    if not status or "\x00" in status:
        raise HistoryError("status", "blank", "The status is empty. Give the status name of the source tool.")
    if len(status) > LONGEST_STATUS:
        raise HistoryError("status", "max_length", f"The status is longer than {LONGEST_STATUS} characters.")
    return replace(event, status=status)


def _filled(event: EventGiven, before: EventStored | None, *, sequence: int) -> EventStored:
    """The event with what it leaves out taken from the one before it."""
    for name in ("status", "value_stream", "kind"):
        if before is None and getattr(event, name) is UNSET:
            raise HistoryError(
                name, "required", f"The first event of an item must give its {name.replace('_', ' ')}."
            )
    old = before or EventStored(at=event.at, sequence=0, status="", value_stream_id=None, kind=Kind.FEATURE)
    return EventStored(
        at=event.at,
        sequence=sequence,
        status=old.status if isinstance(event.status, Unset) else event.status,
        value_stream_id=old.value_stream_id
        if isinstance(event.value_stream, Unset)
        else _id(event.value_stream),
        kind=old.kind if isinstance(event.kind, Unset) else event.kind,
    )


def _id(value_stream: ValueStream | None | Unset) -> int | None:
    return value_stream.pk if isinstance(value_stream, ValueStream) else None
