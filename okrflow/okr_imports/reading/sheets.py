"""The whole table of a file of OKRs; such files are small enough to be held at once."""

from dataclasses import dataclass
from typing import BinaryIO, Final

from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.recognising import Form, recognise
from okrflow.integrations.reading.tables import Table

MAX_ROWS: Final = 2_000
MAX_COLUMNS: Final = 200


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Rows have their number in the file and their cells; columns have unique names."""

    form: Form
    header: list[str]
    rows: list[tuple[int, list[str]]]

    def column(self, name: str) -> list[str]:
        """The cells of a column that hold anything; of an unknown one none."""
        if name not in self.header:
            return []
        place = self.header.index(name)
        return [text for _, cells in self.rows if place < len(cells) and (text := cells[place].strip())]


def look_into(file: BinaryIO, *, encoding: str = "", separator: str = "", sheet: str = "") -> Sheet:
    """Recognise and read a file. Raises ReadingError for what is no table of OKRs."""
    form = recognise(file, encoding=encoding, separator=separator, sheet=sheet)
    if form.format == "jira":
        raise ReadingError("This is JSON. Export the OKRs as CSV or as an Excel workbook (.xlsx).")
    return sheet_of(file, form)


def sheet_of(file: BinaryIO, form: Form) -> Sheet:
    """Read a file whose form is known. Raises ReadingError."""
    table = Table(file, form, dated=True)
    if len(table.header) > MAX_COLUMNS:
        raise ReadingError(
            f"The file has {len(table.header):,} columns; at most {MAX_COLUMNS} are read. Export fewer of them."
        )
    rows = []
    for row in table.rows():
        rows.append(row)
        if len(rows) > MAX_ROWS:
            raise ReadingError(
                f"The file has more than {MAX_ROWS:,} rows. Import it in parts, a value stream or a cycle each."
            )
    if not rows:
        raise ReadingError("The file has column names but no rows. Export it again with the OKRs in it.")
    return Sheet(form=form, header=table.header, rows=rows)
