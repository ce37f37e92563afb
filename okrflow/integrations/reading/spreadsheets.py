"""Excel workbooks: checked before they are unpacked, then read by calamine."""

import copy
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.limits import (
    MAX_COLUMNS,
    MAX_SHEET_CELLS,
    MAX_UNPACKED_BYTES,
)

CUT_OFF = "The workbook is damaged or was cut off. Save it again, or save the sheet as CSV."
MAX_PARTS = 5_000
PIECE = 2**18
_ELEMENT = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_PLACE = re.compile(rb"""\br=["']([A-Z]{0,3})([0-9]{1,7})["']""")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check(file: BinaryIO) -> None:
    """Unpack every part once, keeping nothing, and raise ReadingError for what would exhaust the reader.

    The sizes that the archive declares are looked at first and not believed: an unpacked byte is counted. Refused are too
    many bytes, entity definitions, and a sheet whose furthest cell spans too large a grid (calamine holds all of it).
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise ReadingError(_too_large())
            left = MAX_UNPACKED_BYTES
            for part in parts:
                left = _check_part(archive, part, left)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise ReadingError(CUT_OFF) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Check one part and return how many bytes are left of the bound."""
    unbelieved = copy.copy(part)
    unbelieved.file_size = MAX_UNPACKED_BYTES * 2
    extent = _Extent() if part.filename.startswith("xl/worksheets/") else None
    tail = b""
    with archive.open(unbelieved) as stream:
        while piece := stream.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise ReadingError(_too_large())
            if part.filename.endswith((".xml", ".rels")) and _FORBIDDEN.search(tail[-10:] + piece):
                raise ReadingError(
                    "The workbook defines entities, which no spreadsheet does. Save the sheet as CSV."
                )
            if extent:
                window = tail + piece
                end = window.rfind(b">") + 1
                extent.grow(window[:end])
                tail = window[end:][-PIECE:]
            else:
                tail = piece[-10:]
    return left


class _Extent:
    """How far the cells of a sheet reach, by the places that they name or take in turn."""

    def __init__(self) -> None:
        self.column = self.row = self.columns = self.rows = 0

    def grow(self, xml: bytes) -> None:
        for element, attributes in _ELEMENT.findall(xml):
            place = _PLACE.search(attributes)
            if element == b"row":
                self.row, self.column = int(place[2]) if place else self.row + 1, 0
            elif place and place[1]:
                self.column, self.row = _column_number(place[1]), int(place[2])
            else:
                self.column += 1
            self.columns, self.rows = (
                max(self.columns, self.column),
                max(self.rows, self.row),
            )
        if self.columns > MAX_COLUMNS or self.columns * self.rows > MAX_SHEET_CELLS:
            raise ReadingError(_too_wide(self.columns, self.rows))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_large() -> str:
    limit = MAX_UNPACKED_BYTES // 2**20
    return f"Unpacked, the workbook is larger than {limit:,} MiB. Save the sheet as CSV, or export fewer columns."


def _too_wide(columns: int, rows: int) -> str:
    return (
        f"The sheet spans {columns:,} columns and {rows:,} rows; at most {MAX_COLUMNS:,} columns and "
        f"{MAX_SHEET_CELLS:,} cells are "
        "read. Remove stray cells far outside the table, or save the sheet as CSV."
    )


def sheets(file: BinaryIO) -> tuple[str, ...]:
    """The names of the visible sheets, after `check`."""
    check(file)
    with _opened(file) as workbook:
        names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        filled = [name for name in names if workbook.get_sheet_by_name(name).height]
    if not filled:
        raise ReadingError("The workbook is empty. Save it with a header row and the rows below it.")
    return tuple(filled)


def rows(file: BinaryIO, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """Each row's number in Excel and its cells as text; empty rows are skipped. For a file that passed `check`."""
    with _opened(file) as workbook:
        for number, cells in enumerate(workbook.get_sheet_by_name(sheet).iter_rows(), start=1):
            texts = [_text(cell) for cell in cells]
            if any(texts):
                yield number, texts


def row_count(file: BinaryIO, sheet: str) -> int:
    with _opened(file) as workbook:
        return workbook.get_sheet_by_name(sheet).total_height


def _opened(file: BinaryIO) -> CalamineWorkbook:
    file.seek(0)
    try:
        return CalamineWorkbook.from_filelike(file)
    except CalamineError as error:
        raise ReadingError(CUT_OFF) from error


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, dates as in ISO 8601, formulas by their result."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, (datetime, date)):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)
