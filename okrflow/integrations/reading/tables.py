"""A table, however it is stored: a header of unique column names and rows of text."""

from collections.abc import Iterator
from typing import BinaryIO

from okrflow.integrations.reading import separated, spreadsheets
from okrflow.integrations.reading.dates import possible_days
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.lines import Lines
from okrflow.integrations.reading.recognising import Form
from okrflow.integrations.reading.texts import REJECTED_HEADER, shortened, unescaped

HEADER_WANTED = "Add a first row with the names of the columns, like: key, status, at."


class Table:
    """One pass over a CSV file or a sheet; `header` is read at once, `rows()` may be walked once.

    A row is its line number (in Excel its row number) and its cells. `fraction` tells how much has been read, 0 to 1.
    `dated`: columns may be named by dates, which otherwise tell that the first row holds values.
    """

    def __init__(self, file: BinaryIO, form: Form, *, dated: bool = False) -> None:
        self._dated = dated
        self._lines: Lines | None = None
        self._read = 0
        if form.format == "xlsx":
            self._size = max(1, spreadsheets.row_count(file, form.sheet))
            self._rows = spreadsheets.rows(file, form.sheet)
        else:
            self._size = max(1, file.seek(0, 2))
            self._lines = Lines(file, form.encoding)
            self._rows = separated.rows(self._lines, form.separator)
        self.header = self._header(form.separator)

    @property
    def fraction(self) -> float:
        return min(1.0, (self._lines.bytes_read if self._lines else self._read) / self._size)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        for number, cells in self._rows:
            self._read = number
            yield number, [unescaped(cell) for cell in cells] if self._comes_back else cells

    @property
    def _comes_back(self) -> bool:
        """Whether this is okrflow's own file of rejected rows, whose apostrophes are no part of the texts."""
        return tuple(self.header[:2]) == REJECTED_HEADER

    def _header(self, separator: str) -> list[str]:
        for number, cells in self._rows:
            if number == 1 and separator and separated.declared_separator(separator.join(cells)):
                continue
            names = [cell.strip() for cell in cells]
            while names and not names[-1]:
                names.pop()
            first = names[:1] if self._dated else names
            if any("iso" in days or "day-first" in days for days in map(possible_days, first)):
                raise ReadingError(
                    f"The first row has no column names but values (“{shortened(names[0])}”). {HEADER_WANTED}"
                )
            return unique_names(names)
        raise ReadingError(f"The file is empty. {HEADER_WANTED}")


def unique_names(names: list[str]) -> list[str]:
    """Column names made unique, as Jira's export repeats some: “Sprint”, “Sprint (2)”; unnamed ones get their number."""
    seen: dict[str, int] = {}
    unique = []
    for number, name in enumerate(names, start=1):
        plain = shortened(name or f"Column {number}", 200)
        seen[plain] = seen.get(plain, 0) + 1
        label = plain if seen[plain] == 1 else f"{plain} ({seen[plain]})"
        seen.setdefault(label, 1)
        unique.append(label)
    return unique
