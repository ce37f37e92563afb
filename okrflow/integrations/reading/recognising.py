"""What a file is: recognised by its first bytes, never by its name."""

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from okrflow.integrations.reading import encodings, separated, spreadsheets
from okrflow.integrations.reading.errors import ReadingError

FORMATS = {
    "csv": "separated values",
    "xlsx": "Excel workbook",
    "jira": "Jira search result",
}
AS_TABLE = "Export it as CSV or as an Excel workbook (.xlsx), Jira’s items also as its search result (JSON)."
STRANGERS = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"RIFF", "a picture or sound (RIFF)"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (Zstandard)"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a text document (RTF)"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
HEAD = 2**16
TEXT_CONTROLS = frozenset(b"\t\n\r\f\v\x1a")


@dataclass(frozen=True, kw_only=True)
class Form:
    """How a file is built. `encoding` and `separator` belong to CSV, `sheet` and `sheets` to Excel."""

    format: str
    encoding: str = ""
    encoding_guessed: bool = False
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def described(self) -> str:
        """For people: “separated values, Windows-1252 (Western European), guessed, semicolon”."""
        parts = [FORMATS[self.format]]
        if self.encoding:
            parts.append(
                encodings.ENCODINGS.get(self.encoding, self.encoding) + (" (guessed)" * self.encoding_guessed)
            )
        if self.separator:
            parts.append(f"separated by {separated.SEPARATORS.get(self.separator, repr(self.separator))}")
        if self.sheet:
            parts.append(f"sheet “{self.sheet}”")
        return ", ".join(parts)


def recognise(file: BinaryIO, *, encoding: str = "", separator: str = "", sheet: str = "") -> Form:
    """The form of a file; what is given is taken instead of a guess. Raises ReadingError for what is no table."""
    file.seek(0)
    head = file.read(HEAD)
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise ReadingError("The file is empty. Export it again, with a header row and the rows below it.")
    if head.startswith(b"PK"):
        return _workbook(file, sheet)
    _refuse_strangers(head)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{"):
        return Form(format="jira")
    found = encodings.Encoding(name=encoding) if encoding else encodings.detect(file)
    if not found.name.startswith(("utf-16", "utf-32")) and _share_of_controls(head) > 0.01:
        raise ReadingError(f"This is no text: it holds bytes that no table has. {AS_TABLE}")
    return Form(
        format="csv",
        encoding=found.name,
        encoding_guessed=found.guessed,
        separator=separator or separated.separator_of(file, found.name),
    )


def _workbook(file: BinaryIO, sheet: str) -> Form:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadingError(spreadsheets.CUT_OFF) from error
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise ReadingError(f"This is an archive (ZIP), but no Excel workbook. {AS_TABLE}")
    sheets = spreadsheets.sheets(file)
    if sheet and sheet not in sheets:
        raise ReadingError(f"The workbook has no sheet “{sheet}”. It has: {', '.join(sheets)}.")
    return Form(format="xlsx", sheet=sheet or sheets[0], sheets=sheets)


def _refuse_strangers(head: bytes) -> None:
    if head.startswith(OLD_OFFICE):
        raise ReadingError(
            "This is an old or a protected Excel file. Save it as an Excel workbook (.xlsx) without a "
            "password."
        )
    for start, name in STRANGERS:
        if head.startswith(start) and _share_of_controls(head) > 0:
            raise ReadingError(f"This is {name}, not a table, whatever its name says. {AS_TABLE}")
    if head.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml"):
        raise ReadingError(f"This is a web page or XML, not a table; often it is a sign-in page. {AS_TABLE}")


def _share_of_controls(head: bytes) -> float:
    strange = sum(1 for byte in head if byte < 32 and byte not in TEXT_CONTROLS)
    return strange / len(head)
