"""All changes of a file, grouped by item: in a few bytes each, as a file holds a million."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from okrflow.integrations.reading.dates import EPOCH
from okrflow.integrations.reading.rows import OUTSIDE, Change

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class ItemRead:
    """A work item of the file and its changes, in the order of time and then of the source; `row` is its first one."""

    row: int
    external_id: str
    key: str
    title: str
    url: str
    parent: str
    changes: tuple[Change, ...]


class _Numbers:
    """Texts and their numbers, in the order of first appearance."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def of(self, name: str) -> int:
        number = self._numbers.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number

    def __contains__(self, name: str) -> bool:
        return name in self._numbers


class Ledger:
    def __init__(self, *, default_kind: str) -> None:
        self._default_kind = default_kind
        self._items, self._statuses, self._kinds = _Numbers(), _Numbers(), _Numbers()
        self._keys: list[str] = []
        self._titles: list[str] = []
        self._urls: list[str] = []
        self._parents: list[str] = []
        self._by_number: dict[str, str] = {}
        self._rows = array("q")
        self._item, self._at, self._status = array("l"), array("q"), array("l")
        self._stream, self._kind = array("q"), array("b")
        self._statuses.of(""), self._kinds.of("")

    @property
    def items(self) -> int:
        return len(self._keys)

    @property
    def has_parents(self) -> bool:
        """Whether the file names any parent, so that an item without one has none."""
        return any(self._parents)

    def add(
        self,
        row: int,
        key: str,
        changes: tuple[Change, ...],
        *,
        title: str = "",
        external_id: str = "",
        url: str = "",
        parent: str = "",
        number: str = "",
    ) -> None:
        """Add changes of an item; its last title and its last parent that are not empty stay."""
        item = self._items.of(external_id or key)
        if item == len(self._keys):
            self._keys.append(key)
            self._titles.append(title)
            self._urls.append(url)
            self._parents.append(parent)
            self._rows.append(row)
        self._titles[item] = title or self._titles[item]
        self._parents[item] = parent or self._parents[item]
        if number:
            self._by_number[number] = external_id or key
        for change in changes:
            self._item.append(item)
            self._at.append((change.at - EPOCH) // MICROSECOND)
            self._status.append(self._statuses.of(change.status))
            self._stream.append(change.stream)
            self._kind.append(self._kinds.of(change.kind))

    def read(self) -> Iterator[ItemRead]:
        """Every item with its changes. A file that runs from the newest change to the oldest is read backwards, so that
        changes at one instant stand in the order in which they were made."""
        item = np.frombuffer(self._item, dtype=np.dtype("l")) if self._item else np.zeros(0, np.dtype("l"))
        at = np.frombuffer(self._at, dtype=np.int64) if self._at else np.zeros(0, np.int64)
        place = np.arange(len(item))
        order = np.lexsort((-place if self._newest_first(item, at) else place, at, item))
        bounds = np.searchsorted(item[order], np.arange(self.items + 1))
        for number in range(self.items):
            changes = [self._change(i) for i in order[bounds[number] : bounds[number + 1]].tolist()]
            if changes and not changes[0].kind:
                changes[0] = Change(
                    changes[0].at,
                    changes[0].status,
                    changes[0].stream,
                    self._default_kind,
                )
            yield ItemRead(
                row=self._rows[number],
                external_id=self._items.names[number],
                key=self._keys[number],
                title=self._titles[number],
                url=self._urls[number],
                parent=self._by_number.get(self._parents[number], self._parents[number]),
                changes=tuple(changes),
            )

    def _change(self, i: int) -> Change:
        at: datetime = EPOCH + timedelta(microseconds=self._at[i])
        return Change(
            at,
            self._statuses.names[self._status[i]],
            self._stream[i],
            self._kinds.names[self._kind[i]],
        )

    @staticmethod
    def _newest_first(
        item: "np.ndarray[tuple[int], np.dtype[np.int64]]",
        at: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    ) -> bool:
        """Whether the changes of each item, in the order of the file, only ever go back in time."""
        by_item = np.argsort(item, kind="stable")
        steps = np.diff(at[by_item])[np.diff(item[by_item]) == 0]
        return bool((steps < 0).any() and not (steps > 0).any())

    def typical_order(self) -> list[str]:
        """The statuses by the median place at which items first come into them."""
        places: dict[int, list[int]] = {}
        item = np.frombuffer(self._item, dtype=np.dtype("l")) if self._item else np.zeros(0, np.dtype("l"))
        at = np.frombuffer(self._at, dtype=np.int64) if self._at else np.zeros(0, np.int64)
        seen: dict[int, None] = {}
        last = -1
        for i in np.lexsort((at, item)).tolist():
            if self._item[i] != last:
                last, seen = self._item[i], {}
            status = self._status[i]
            if status and status not in seen:
                places.setdefault(status, []).append(len(seen))
                seen[status] = None
        return [
            self._statuses.names[status] for status in sorted(places, key=lambda s: (np.median(places[s]), s))
        ]

    def statuses_by_stream(self) -> dict[int, list[str]]:
        """For each stream the statuses that its items take in the file, in their typical order."""
        pairs = set(zip(self._stream, self._status, strict=True))
        order = self.typical_order()
        found: dict[int, list[str]] = {stream: [] for stream, _ in pairs if stream != OUTSIDE}
        for stream in found:
            names = {self._statuses.names[status] for of, status in pairs if of == stream}
            found[stream] = [name for name in order if name in names]
        return found
