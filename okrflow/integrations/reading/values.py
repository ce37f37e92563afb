"""Dated values out of a table: a date and a number a row, perhaps a note; with names of the columns or without."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from okrflow.integrations.reading import separated, spreadsheets
from okrflow.integrations.reading.dates import possible_days
from okrflow.integrations.reading.errors import ReadingError, RowRejected
from okrflow.integrations.reading.evidence import DateEvidence, fitting
from okrflow.integrations.reading.lines import Lines
from okrflow.integrations.reading.numbers import MarkEvidence, mark_evidence, quantity
from okrflow.integrations.reading.recognising import Form, recognise
from okrflow.integrations.reading.texts import is_storable, unescaped

MAX_ROWS: Final = 5_000
NAMES: Final = {
    "when": (
        "about_at",
        "about",
        "date",
        "day",
        "when",
        "time",
        "timestamp",
        "month",
        "week",
        "datum",
        "tag",
    ),
    "value": ("value", "measurement", "amount", "result", "actual", "current", "wert"),
    "note": ("note", "notes", "comment", "remark", "notiz", "bemerkung"),
    "corrected": ("corrected",),
}
BY_PLACE: Final = {"when": 0, "value": 1, "note": 2}
OWN: Final = frozenset(("about_at", "value", "recorded_at", "corrected"))
"""Columns of okrflow's own file of values, in which percent are shares."""


@dataclass(frozen=True, kw_only=True)
class ValueRow:
    """A row as it stands in the file; `surplus`: it has more cells than columns, as a decimal comma makes them."""

    number: int
    when: str
    value: str
    note: str = ""
    surplus: bool = False
    corrected: bool = False


@dataclass(frozen=True, kw_only=True)
class ValuesTable:
    """What a file says before anybody has said how its dates and numbers are to be read."""

    form: Form
    rows: list[ValueRow]
    own: bool
    dates: DateEvidence
    marks: MarkEvidence


def look_into(file: BinaryIO, *, encoding: str = "") -> ValuesTable:
    """Recognise and read a file. Raises ReadingError for what is no table of dates and values."""
    form = recognise(file, encoding=encoding)
    if form.format == "jira":
        raise ReadingError("This is JSON. Export the values as CSV: a date and a value in each row.")
    lines = _cells(file, form)
    number, first = next(lines, (0, []))
    header = _header(first)
    places, own = _places(header) if header else BY_PLACE, set(header) >= OWN
    rows = [] if header else [_row(number, first, places, named=0)]
    for number, cells in lines:
        texts = [unescaped(cell) for cell in cells] if own else cells
        rows.append(_row(number, texts, places, named=len(header)))
        if len(rows) > MAX_ROWS:
            raise ReadingError(f"The file has more than {MAX_ROWS:,} rows. Read it in parts, a year each.")
    if not rows:
        raise ReadingError("The file has no values. Export it again: a date and a value in each row.")
    return _weighed(form, rows, own=own)


def _weighed(form: Form, rows: list[ValueRow], *, own: bool) -> ValuesTable:
    dates = DateEvidence()
    for row in rows:
        dates.add(row.when, fitting(row.when))
    marks = mark_evidence((row.value for row in rows), numeric=own or form.format == "xlsx")
    return ValuesTable(form=form, rows=rows, own=own, dates=dates, marks=marks)


def _cells(file: BinaryIO, form: Form) -> Iterator[tuple[int, list[str]]]:
    """Row by row, without a first line that only names the separator."""
    if form.format == "xlsx":
        yield from spreadsheets.rows(file, form.sheet)
        return
    for number, cells in separated.rows(Lines(file, form.encoding), form.separator):
        if number > 1 or separated.declared_separator(form.separator.join(cells)) is None:
            yield number, cells


def _header(cells: list[str]) -> list[str]:
    """The names in the first row; [] if it holds a date or a number, and so is a row of values."""
    if any(possible_days(cell) or _is_number(cell) for cell in cells):
        return []
    return [cell.strip().casefold() for cell in cells]


def _is_number(cell: str) -> bool:
    try:
        return quantity(cell, "." if "." in cell else ",") is not None
    except RowRejected:
        return False


def _places(header: list[str]) -> dict[str, int]:
    """Where each column stands: by its name; the date and the value else by their place."""
    found = {
        role: place
        for role, names in NAMES.items()
        if (place := next((header.index(name) for name in names if name in header), None)) is not None
    }
    return {"when": BY_PLACE["when"], "value": BY_PLACE["value"]} | found


def _row(number: int, cells: list[str], places: Mapping[str, int], *, named: int) -> ValueRow:
    """`named`: how many columns have a name. Without names a number in the place of the note is one cell too many."""
    texts = {role: cells[place].strip() for role, place in places.items() if place < len(cells)}
    note = texts.get("note", "")
    return ValueRow(
        number=number,
        when=texts.get("when", ""),
        value=texts.get("value", ""),
        note=note,
        surplus=any(cells[named or len(BY_PLACE) :]) or (not named and note.isdecimal()),
        corrected=texts.get("corrected", "").casefold() == "yes",
    )


def require_kept(row: ValueRow) -> None:
    """Raise RowRejected for a row that is left out whatever its date and number are."""
    if row.corrected:
        raise RowRejected("It was corrected: the value that replaced it counts.")
    if row.surplus:
        raise RowRejected(
            "It has more cells than columns. Put a number with a comma in quotation marks, or name all columns "
            "in the first row."
        )
    if not is_storable(row.note):
        raise RowRejected("Its note holds characters that can’t be kept. Write it anew.")
