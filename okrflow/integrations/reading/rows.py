"""Rows of a table as changes of work items, or the reason why a row is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from okrflow.integrations.reading.dates import InstantReader, instant_reader
from okrflow.integrations.reading.errors import ReadingError, RowRejected
from okrflow.integrations.reading.plans import CLOSED, STARTED, Plan
from okrflow.integrations.reading.texts import is_storable, shortened

LONGEST = {"key": 200, "status": 200, "parent": 200, "number": 200}
LEFT_EVERY_STREAM = "-"
OUTSIDE = 0
"""The number that stands for no stream; those of streams are positive."""
NOTHING = frozenset(("", "-", "n/a", "null", "none", "?"))


@dataclass(frozen=True, kw_only=True)
class Streams:
    """The streams that a file may name, by slug and by name in small letters; `default` holds rows that name none."""

    default: int
    named: Mapping[str, int]

    def find(self, name: str) -> int:
        if not name:
            return self.default
        if name == LEFT_EVERY_STREAM:
            return OUTSIDE
        found = self.named.get(name.casefold())
        if found is None:
            raise RowRejected(
                f"There is no value stream “{shortened(name)}”. Name it by its address or its name, or "
                "create it."
            )
        return found


@dataclass(frozen=True)
class Change:
    """From `at` on (UTC) the item has this status, is in this stream, is of this kind; an empty text means: as before."""

    at: datetime
    status: str
    stream: int
    kind: str


@dataclass(frozen=True)
class RowRead:
    """`parent` names another item by its key, or by its `number`."""

    key: str
    title: str
    changes: tuple[Change, ...]
    parent: str = ""
    number: str = ""


class RowReader:
    """Reads the cells of one table under one plan. `read` raises RowRejected."""

    def __init__(self, plan: Plan, header: list[str], streams: Streams) -> None:
        plan.check(header)
        if not plan.at_format:
            raise ReadingError("Say how the dates are written: with the day or the month first.")
        self._plan, self._streams = plan, streams
        self._width = len(header)
        self._places = {role: header.index(name) for role, name in plan.columns.items() if name}
        self._stages = [(name, header.index(name)) for name in plan.stages]
        self._instant: InstantReader = instant_reader(plan.at_format, ZoneInfo(plan.zone))
        self._read: Callable[[list[str]], tuple[Change, ...]] = {
            "changes": self._one_change,
            "stages": self._stage_changes,
            "span": self._span_changes,
        }[plan.shape]

    def read(self, cells: list[str]) -> RowRead:
        if any(cells[self._width :]):
            raise RowRejected(
                f"It has {len(cells)} cells and the header {self._width}: probably a text holds the "
                "separator without quotation marks."
            )
        key = self._cell(cells, "key")
        if not key:
            raise RowRejected("It has no key.")
        changes = self._read(cells)
        title, parent, number = (self._cell(cells, role) for role in ("title", "parent", "number"))
        parent = "" if parent.lower() in NOTHING else parent
        for text in (key, title, parent, number, *(change.status for change in changes)):
            if not is_storable(text):
                raise RowRejected("It holds a character that is no text (NUL).")
        return RowRead(key, title, changes, parent, number)

    def _cell(self, cells: list[str], role: str) -> str:
        place = self._places.get(role)
        text = cells[place].strip() if place is not None and place < len(cells) else ""
        if len(text) > LONGEST.get(role, len(text)):
            raise RowRejected(f"Its {role} is longer than {LONGEST[role]} characters.")
        return text

    def _kind(self, cells: list[str]) -> str:
        if "kind" not in self._places:
            return self._plan.default_kind
        name = self._cell(cells, "kind")
        return self._plan.kind_of(name) if name else ""

    def _one_change(self, cells: list[str]) -> tuple[Change, ...]:
        status, at = self._cell(cells, "status"), self._cell(cells, "at")
        stream = self._streams.find(self._cell(cells, "value_stream"))
        if not at:
            raise RowRejected("It has no date.")
        if not status and stream != OUTSIDE:
            raise RowRejected("It has no status.")
        return (Change(self._instant(at), status, stream, self._kind(cells)),)

    def _stage_changes(self, cells: list[str]) -> tuple[Change, ...]:
        """An event for each filled stage, in the order of time; equal instants keep the order of the columns."""
        stream, kind = (
            self._stream_of_item(cells),
            self._kind(cells) or self._plan.default_kind,
        )
        dated = [(name, cells[place].strip()) for name, place in self._stages if place < len(cells)]
        changes = [
            Change(self._instant(text), name, stream, kind)
            for name, text in dated
            if text.lower() not in NOTHING
        ]
        if not changes:
            raise RowRejected("It has no dates, and its current status is no history.")
        return tuple(sorted(changes, key=lambda change: change.at))

    def _span_changes(self, cells: list[str]) -> tuple[Change, ...]:
        stream, kind = (
            self._stream_of_item(cells),
            self._kind(cells) or self._plan.default_kind,
        )
        ends = (
            (STARTED, self._cell(cells, "started")),
            (CLOSED, self._cell(cells, "closed")),
        )
        changes = [
            Change(self._instant(text), status, stream, kind)
            for status, text in ends
            if text.lower() not in NOTHING
        ]
        if not changes:
            raise RowRejected("It has no dates, and its current status is no history.")
        if len(changes) == 2 and changes[1].at < changes[0].at:
            raise RowRejected("It was closed before it started.")
        return tuple(changes)

    def _stream_of_item(self, cells: list[str]) -> int:
        stream = self._streams.find(self._cell(cells, "value_stream"))
        if stream == OUTSIDE:
            raise RowRejected("An item that left every stream needs a row for each change.")
        return stream
