"""What comes as a file: forms that are recognised, and traps that end in a sentence."""

import csv
import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from okrflow.integrations.reading import limits, spreadsheets
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.recognising import recognise
from tests.integrations.reading.helpers import file, looked_into, read, repacked, workbook

NAIVE = datetime(2016, 2, 29, 1, 23)  # noqa: DTZ001 (as Excel has them)
TABLE = "key,status,at\nA-1,Nöw,2026-07-01\nA-1,Done,2026-07-02\n"


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("utf-16-le", False), ("utf-16-be", False),
     ("utf-32", False), ("cp1252", True)],
)  # fmt: skip
def test_encodings(encoding: str, guessed: bool) -> None:
    found = read(TABLE.encode(encoding))

    assert found.survey.form.encoding_guessed is guessed
    assert found.histories == {"A-1": [("2026-07-01 00:00", "Nöw"), ("2026-07-02 00:00", "Done")]}


@pytest.mark.parametrize(
    ("encoding", "status"),
    [
        ("cp1251", "В работе, ожидание ответа"),
        ("cp1250", "Zażółć gęślą jaźń"),
        ("shift_jis", "日本語の課題です。完了しました"),
    ],
)
def test_guessed_encodings(encoding: str, status: str) -> None:
    table = "key,status,at\n" + "".join(f'A-{n},"{status}",2026-07-01\n' for n in range(20))

    found = looked_into(table.encode(encoding))

    assert found.form.encoding_guessed
    assert list(found.values("status")) == [status]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(separator: str, newline: str) -> None:
    rows = [["key", "status", "at", "title"], ["A-1", "New", "2026-07-01", f"with {separator} and \n in it"]]
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator=newline).writerows(rows)

    found = read(stream.getvalue())

    assert (found.survey.form.separator, found.items[0].title) == (
        separator,
        f"with {separator} and \n in it",
    )


def test_declared_separator() -> None:
    assert read("sep=;\nkey;status;at\nA,b;New;2026-07-01\n").histories == {
        "A,b": [("2026-07-01 00:00", "New")]
    }


def test_rows_have_their_line_numbers() -> None:
    found = read(
        'key,status,at,title\nA-1,New,2026-07-01,"two\nlines"\n\n,New,2026-07-01,x\nA-2,New,soon,y\n'
    )

    assert [(row.number, row.cells[3]) for row in found.rejected] == [(5, "x"), (6, "y")]


def test_repeated_and_unnamed_columns() -> None:
    found = looked_into("key,Sprint,Sprint,,status,at\nA,1,2,3,New,2026-07-01\n")

    assert found.header == ["key", "Sprint", "Sprint (2)", "Column 4", "status", "at"]


def test_workbook_with_dates_numbers_and_formulas_as_text() -> None:
    content = workbook(["ID", "State", "Changed Date", "Title"], [7, "New", NAIVE, '="x"'], [8.5])

    found = read(content)

    assert found.histories == {"7": [("2016-02-29 01:23", "New")]}
    assert [(row.number, row.reason) for row in found.rejected] == [(3, "It has no date.")]
    assert found.survey.form.described == "Excel workbook, sheet “Items”"


def test_workbook_that_begins_further_down() -> None:
    content = workbook(
        [], [], [None, "key", "status", "at"], [None, "A", "New", "2026-07-01"], [None, None, "New"]
    )

    assert [row.number for row in read(content).rejected] == [5]


def test_second_sheet() -> None:
    book = openpyxl.Workbook()
    book.active.append(["x"])
    book.create_sheet("Changes").append(["key", "status", "at"])
    book["Changes"].append(["A", "New", "2026-07-01"])
    stream = io.BytesIO()
    book.save(stream)

    found = looked_into(stream.getvalue(), sheet="Changes")

    assert (found.form.sheets, found.header) == (("Sheet", "Changes"), ["key", "status", "at"])


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b" \n\n \r\n", "is empty"),
        (b"key,status,at\n", "no rows"),
        (PNG, "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "picture"),
        (b"%PDF-1.7\n" + bytes(100), "PDF"),
        (b"\x1f\x8b\x08" + bytes(100), "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected Excel"),
        (bytes(range(256)) * 40, "no text"),
        (b"\x00" * 5000, "is empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "sign-in page"),
        (b"PK\x03\x04" + b"x" * 500, "damaged or was cut off"),
        (b"[", "cut off"),
        (b'[{"key": "A-1"', "cut off"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": 1}', "no list of issues"),
        (b"[]", "no issues"),
        (b"[1, 2]", "no list of issues"),
        (b'[{"key": "\xff"}]', "not UTF-8"),
        (b'key,status,at\nA,"New,2026-07-01\nB,New,2026-07-02\n', "cut off"),
        ("key,status,at\nA,N\u00f6w,2026-07-01\nB,N\u00f6".encode()[:-1], "middle of a character"),
        (b"2026-07-01,New,A-1\n2026-07-02,Done,A-1\n", "no column names"),
        (b"key,status,at\n" + b"x" * (limits.MAX_ROW_CHARACTERS + 1), "longer than 1,048,576"),
        (b"key,status,at\nA," + b'"' + b"x,\n" * 400_000, "131,072|longer than"),
        (b"a," * 3_000 + b"\nA\n", "3,001 columns"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_traps(content: bytes, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        looked_into(content)


class Endless(io.RawIOBase):
    """A line that goes on for a gigabyte; counts what was taken of it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.place = 2**30 if whence == 2 else offset
        return self.place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = min(len(buffer), 2**30 - self.place)
        buffer[:count] = b"x" * count
        self.place += count
        self.taken += count
        return count


def test_gigabyte_line_is_not_held() -> None:
    endless = Endless()

    with pytest.raises(ReadingError, match="longer than"):
        recognise(endless, encoding="utf-8")  # type: ignore[arg-type]
    assert endless.taken < 20 * 2**20


def test_stray_bytes_name_the_line() -> None:
    content = b"key,status,at\n" + b"A,New,2026-07-01\n" * 3 + b"A,N\xffw,2026-07-01\n"

    with pytest.raises(ReadingError, match="not all UTF-8"):
        looked_into(content, encoding="utf-8")


def test_zip_that_is_no_workbook() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "x")

    with pytest.raises(ReadingError, match="no Excel workbook"):
        recognise(stream)


def test_truncated_workbook() -> None:
    content = workbook(["key", "status", "at"], ["A", "New", "2026-07-01"])

    with pytest.raises(ReadingError, match="cut off"):
        recognise(file(content[:-200]))


def test_zip_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MAX_UNPACKED_BYTES", 2**20)
    content = repacked(workbook(["key"]), "xl/worksheets/sheet1.xml", b" " * 2**21)

    with pytest.raises(ReadingError, match="larger than 1 MiB"):
        recognise(file(content))


def test_zip_bomb_that_lies_about_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MAX_UNPACKED_BYTES", 2**20)
    large = 2**21
    content = repacked(workbook(["key"]), "xl/worksheets/sheet1.xml", b" " * large)
    lying = content.replace(large.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != content

    with pytest.raises(ReadingError, match=r"larger than 1 MiB|cut off"):
        recognise(file(lying))


@pytest.mark.parametrize(
    "sheet",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1">' + b"<c><v>1</v></c>" * 100 + b'</row><row r="1048576"><c><v>1</v></c></row>',
    ],
)
def test_sparse_bomb(sheet: bytes) -> None:
    xml = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData></worksheet>'
    content = repacked(workbook(["key"]), "xl/worksheets/sheet1.xml", xml % sheet)

    with pytest.raises(ReadingError, match="spans"):
        recognise(file(content))


def test_entity_bomb() -> None:
    xml = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet/>'
    content = repacked(workbook(["key"]), "xl/worksheets/sheet1.xml", xml)

    with pytest.raises(ReadingError, match="entities"):
        recognise(file(content))


def test_nul_and_formulas_are_text_or_rejected() -> None:
    found = read(
        "key,status,at,title\nA,New,2026-07-01,=1+1\nB,Ne\x00w,2026-07-01,x\n"
        + "C,New,2026-07-01,long enough\n" * 9
    )

    assert found.items[0].title == "=1+1"
    assert [(row.reason, row.cells[1]) for row in found.rejected] == [
        ("It holds a character that is no text (NUL).", "Ne�w")
    ]
