"""Tables of separated values: CSV with any usual separator, and TSV."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.limits import MAX_COLUMNS
from okrflow.integrations.reading.lines import Lines

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SAMPLE_ROWS = 100


def rows(lines: Lines, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row's first line number and its cells; blank lines are skipped. Raises ReadingError."""
    reader = csv.reader(lines, delimiter=separator)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ReadingError(_damaged(begins, str(error))) from error
        if lines.exhausted:
            raise ReadingError(
                f"The file ends inside a quoted cell that begins in the row of line {begins:,}: it was "
                "cut off, or a "
                "quotation mark is never closed. Export it again."
            )
        if len(cells) > MAX_COLUMNS:
            raise ReadingError(
                f"Line {begins:,} has {len(cells):,} columns; at most {MAX_COLUMNS:,} are read. Export "
                "only the columns needed."
            )
        if any(cells):
            yield begins, cells
        lines.start_row()
        begins = lines.number + 1


def _damaged(line: int, reason: str) -> str:
    if "field larger" in reason:
        reason = "it holds a cell longer than 131,072 characters; perhaps a quotation mark is never closed"
    return f"The row of line {line:,} cannot be read: {reason}. Correct it there, or export the file again."


def separator_of(file: BinaryIO, encoding: str) -> str:
    """The separator that cuts the first rows into the most even table.

    A first line `sep=;`, as Excel writes it, decides. Raises ReadingError for an empty file.
    """
    lines = Lines(file, encoding)
    first = next(lines, "")
    while first and not first.strip():
        first = next(lines, "")
    if not first:
        raise ReadingError("The file is empty. Export it again, with a header row and the rows below it.")
    if named := declared_separator(first):
        return named
    return max(SEPARATORS, key=lambda separator: _evenness(file, encoding, separator))


def declared_separator(line: str) -> str | None:
    """The separator of a line like `sep=;`."""
    declared = line.strip('\r\n "')
    return declared[4] if declared[:4].lower() == "sep=" and len(declared) == 5 else None


def _evenness(file: BinaryIO, encoding: str, separator: str) -> tuple[float, int]:
    """The share of sampled rows as wide as the header, and that width; (0, 0) where the separator does not occur."""
    sample: list[int] = []
    try:
        for _, cells in rows(Lines(file, encoding), separator):
            sample.append(len(cells))
            if len(sample) == SAMPLE_ROWS:
                break
    except ReadingError:
        if not sample:
            return (0.0, 0)
    width = sample[0] if sample else 0
    return (sample.count(width) / len(sample), width) if width > 1 else (0.0, 0)
