"""One pass over a whole file: what its columns hold, for guesses that rest on all values and for the preview."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any, BinaryIO

from okrflow.integrations.reading import jira
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.evidence import DateEvidence, fitting
from okrflow.integrations.reading.limits import MAX_COLUMNS, MAX_DISTINCT
from okrflow.integrations.reading.recognising import Form
from okrflow.integrations.reading.tables import Table
from okrflow.integrations.reading.texts import storable

SAMPLE_ROWS = 20
SAMPLE_CELL = 200
ROWS_TO_JUDGE = 2_000
KEYS_TO_JUDGE = 100_000
Progress = Callable[[float, int], None]


@dataclass
class Column:
    """`values` counts the different texts, or is None where they are too many to be statuses or kinds; `dates` is None where
    the values are no dates; `repeats` tells whether any value comes twice."""

    name: str
    filled: int = 0
    values: Counter[str] | None = field(default_factory=Counter)
    dates: DateEvidence | None = field(default_factory=DateEvidence)
    repeats: bool = False

    @property
    def is_date(self) -> bool:
        return self.dates is not None and self.dates.dates > 0 and 2 * self.dates.dates >= self.dates.total


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What is in a file. `sample` holds its first rows (number, cells), for Jira its first issues (number, issue)."""

    form: Form
    rows: int
    columns: tuple[Column, ...]
    sample: tuple[tuple[int, Any], ...]

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def values(self, name: str) -> Counter[str]:
        """The different values of a column; empty where it does not exist or has too many."""
        column = self.column(name)
        return Counter(column.values) if column and column.values else Counter()

    def as_json(self) -> dict[str, Any]:
        columns = [
            asdict(column)
            | {"dates": column.dates.as_json() if column.dates else None}
            | {"values": column.values.most_common() if column.values is not None else None}
            for column in self.columns
        ]
        return {
            "form": asdict(self.form),
            "rows": self.rows,
            "columns": columns,
            "sample": self.sample,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Survey":
        columns = tuple(
            Column(
                name=row["name"],
                filled=row["filled"],
                repeats=row["repeats"],
                values=Counter(dict(row["values"])) if row["values"] is not None else None,
                dates=DateEvidence.from_json(row["dates"]) if row["dates"] is not None else None,
            )
            for row in stored["columns"]
        )
        form = Form(**stored["form"] | {"sheets": tuple(stored["form"]["sheets"])})
        sample = tuple((number, row) for number, row in stored["sample"])
        return cls(form=form, rows=stored["rows"], columns=columns, sample=sample)


def survey(file: BinaryIO, form: Form, progress: Progress = lambda fraction, rows: None) -> Survey:
    """Walk the whole file once. Raises ReadingError, also where it has no rows."""
    return _jira_survey(file, form) if form.format == "jira" else _table_survey(file, form, progress)


def _table_survey(file: BinaryIO, form: Form, progress: Progress) -> Survey:
    table = Table(file, form)
    columns = [Column(name=name) for name in table.header[:MAX_COLUMNS]]
    keys: list[set[str] | None] = [set() for _ in columns]
    cached = lru_cache(maxsize=2**16)(fitting)
    sample: list[tuple[int, list[str]]] = []
    rows = 0
    for number, cells in table.rows():
        rows += 1
        if len(sample) < SAMPLE_ROWS:
            sample.append(
                (
                    number,
                    [storable(cell)[:SAMPLE_CELL] for cell in cells[: len(columns) + 1]],
                )
            )
        for place, (column, cell) in enumerate(zip(columns, cells, strict=False)):
            if text := cell.strip():
                _note(column, text, cached)
                keys[place] = _watch(column, keys[place], text)
        if rows % 1_000 == 0:
            progress(table.fraction, rows)
    if not rows:
        raise ReadingError("The file has column names but no rows. Export it again with the items in it.")
    return Survey(form=form, rows=rows, columns=tuple(columns), sample=tuple(sample))


def _note(column: Column, text: str, fitting: Callable[[str], tuple[str, ...]]) -> None:
    column.filled += 1
    if column.values is not None:
        column.values[storable(text)[:SAMPLE_CELL]] += 1
        if len(column.values) > MAX_DISTINCT:
            column.values = None
    if column.dates is not None:
        column.dates.add(text, fitting(text))
        if column.filled == ROWS_TO_JUDGE and not column.is_date:
            column.dates = None


def _watch(column: Column, seen: set[str] | None, text: str) -> set[str] | None:
    """The values seen, until one repeats or enough are known."""
    if seen is None:
        return None
    if text in seen:
        column.repeats = True
        return None
    seen.add(text)
    return seen if len(seen) < KEYS_TO_JUDGE else None


def _jira_survey(file: BinaryIO, form: Form) -> Survey:
    issues = jira.load(file)
    status, kind = (
        Column(name="status", dates=None),
        Column(name="issue type", dates=None),
    )
    for issue in issues:
        for column, names in (
            (status, jira.statuses(issue)),
            (kind, jira.issue_types(issue)),
        ):
            column.filled += bool(names)
            if column.values is not None:
                column.values.update({storable(name)[:SAMPLE_CELL] for name in names})
    if status.values is not None and len(status.values) > MAX_DISTINCT:
        raise ReadingError(
            f"The issues have more than {MAX_DISTINCT} different statuses. Import one project at a time."
        )
    sample = tuple(enumerate(map(jira.compact, issues[:SAMPLE_ROWS]), start=1))
    return Survey(form=form, rows=len(issues), columns=(status, kind), sample=sample)
