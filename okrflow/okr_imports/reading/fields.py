"""The rows of a sheet as key results with their objective beside them, however the sheet is built."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from okrflow.integrations.reading.errors import RowRejected
from okrflow.integrations.reading.items import Rejection
from okrflow.integrations.reading.texts import is_storable, shortened, storable
from okrflow.okr_imports.reading.plans import Plan
from okrflow.okr_imports.reading.sheets import Sheet

Rejected = Callable[[Rejection], None]
OF_OBJECTIVE: Final = frozenset(("objective", "stream", "cycle", "starts_on", "ends_on", "parent", "why"))
LONGEST: Final = {"why": 5_000, "metric": 120, "owner": 254, "unit": 30}
LONGEST_OTHER: Final = 200
CELL: Final = 500
_OBJECTIVES: Final = ("objective", "goal")
_KEY_RESULTS: Final = ("key result", "kr", "outcome", "result", "keyresult")


@dataclass(frozen=True, kw_only=True)
class Fields:
    """One row: its number and cells, the text of each role, and the texts below the dated columns' names."""

    number: int
    cells: list[str]
    texts: dict[str, str]
    dated: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, role: str) -> str:
        return self.texts.get(role, "")

    def rejection(self, reason: str) -> Rejection:
        return Rejection(
            number=self.number, reason=reason, cells=[storable(cell)[:CELL] for cell in self.cells]
        )


def fields_of(sheet: Sheet, plan: Plan, rejected: Rejected) -> list[Fields]:
    """Each key result with its objective's texts, and each objective that stands alone; the rest is rejected."""
    rows = list(_cut(sheet, plan, rejected))
    if plan.shape == "tree":
        return list(_Tree(rows).flattened(rejected))
    return list(_filled_down(rows, {role: sheet.header.index(name) for role, name in plan.columns.items()}))


def _cut(sheet: Sheet, plan: Plan, rejected: Rejected) -> Iterator[Fields]:
    places = {role: sheet.header.index(name) for role, name in plan.columns.items()}
    dated = {name: sheet.header.index(name) for name in plan.dated}
    for number, cells in sheet.rows:
        padded = [*cells, *[""] * (len(sheet.header) - len(cells))]
        row = Fields(
            number=number,
            cells=padded,
            texts={role: padded[place].strip() for role, place in places.items() if role in plan.roles},
            dated={name: padded[place].strip() for name, place in dated.items()},
        )
        if reason := _unreadable(row, len(sheet.header)):
            rejected(row.rejection(reason))
        else:
            yield row


def _unreadable(row: Fields, width: int) -> str:
    if any(row.cells[width:]):
        return (
            f"It has {len(row.cells)} cells and the header {width}: probably a text holds the separator without "
            "quotation marks."
        )
    if not all(map(is_storable, (*row.texts.values(), *row.dated.values()))):
        return "It holds a character that is no text (NUL)."
    for role, text in row.texts.items():
        if len(text) > (longest := LONGEST.get(role, LONGEST_OTHER)):
            return f"Its {role.replace('_', ' ')} is longer than {longest:,} characters."
    return ""


def _filled_down(rows: list[Fields], places: Mapping[str, int]) -> Iterator[Fields]:
    """What an objective's first row says of it holds for its other rows, whose cells are often left empty.

    It is written into their cells, too, so that a rejected row can be corrected and come back alone.
    """
    before: dict[str, str] = {}
    for row in rows:
        if not row["objective"] or row["objective"] == before.get("objective"):
            for role in places.keys() & OF_OBJECTIVE:
                row.texts[role] = row[role] or before.get(role, "")
                row.cells[places[role]] = row[role]
        before = row.texts
        yield row


class _Tree:
    """Rows that name their parents by number or by title."""

    def __init__(self, rows: list[Fields]) -> None:
        self._rows = rows
        self._named: dict[str, Fields] = {}
        for row in rows:
            for name in (row["id"], row["title"].casefold()):
                if name:
                    self._named.setdefault(name, row)

    def flattened(self, rejected: Rejected) -> Iterator[Fields]:
        for row in self._rows:
            try:
                yield self._with_objective(row) if self._is_key_result(row) else self._objective(row)
            except RowRejected as error:
                rejected(row.rejection(str(error)))

    def _parent(self, row: Fields) -> Fields | None:
        name = next(iter(row["parent"].splitlines()), "").strip()
        found = self._named.get(name) or self._named.get(name.casefold())
        return None if found is row else found

    def _is_key_result(self, row: Fields) -> bool:
        """By its type, else by having a parent and a number to reach. Raises RowRejected for what is neither."""
        said = row["type"].casefold().replace("-", " ").replace("_", " ")
        if said in _KEY_RESULTS or said in _OBJECTIVES:
            return said in _KEY_RESULTS
        if said:
            raise RowRejected(
                f"It is neither an objective nor a key result but “{shortened(row['type'])}”. Work belongs on the plan."
            )
        return bool(row["parent"] and (row["target"] or row["baseline"]))

    def _objective(self, row: Fields) -> Fields:
        parent = self._parent(row)
        above = self._parent(parent) if parent is not None and self._is_key_result(parent) else parent
        supported = above["title"] if above is not None else row["parent"]
        texts = row.texts | {"objective": row["title"], "key_result": "", "parent": supported}
        return Fields(number=row.number, cells=row.cells, texts=texts)

    def _with_objective(self, row: Fields) -> Fields:
        parent = self._parent(row)
        if parent is None or self._is_key_result(parent):
            raise RowRejected(f"Its objective “{shortened(row['parent'])}” is not in the file.")
        objective = self._objective(parent)
        texts = row.texts | {role: objective[role] for role in OF_OBJECTIVE} | {"key_result": row["title"]}
        return Fields(number=row.number, cells=row.cells, texts=texts, dated=row.dated)
