"""Files of dated values, friendly and hostile."""

import io

import pytest

from okrflow.integrations.reading.errors import ReadingError, RowRejected
from okrflow.integrations.reading.values import MAX_ROWS, ValueRow, look_into, require_kept


def rows(content: str | bytes) -> list[tuple[str, str, str]]:
    found = look_into(io.BytesIO(content.encode() if isinstance(content, str) else content)).rows
    return [(row.when, row.value, row.note) for row in found]


@pytest.mark.parametrize(
    "content",
    [
        "date,value,note\n2026-07-01,71.5,Up\n",
        "2026-07-01,71.5,Up\n",
        "2026-07-01;71.5;Up\n",
        "2026-07-01\t71.5\tUp\n",
        "sep=;\n2026-07-01;71.5;Up\n",
        "note;value;day\nUp;71.5;2026-07-01\n",
        "Datum;Wert;Notiz\r\n2026-07-01;71.5;Up\r\n",
        "\ufeffDate,Value,Note\n2026-07-01,71.5,Up\n",
        "x,y,comment\n2026-07-01,71.5,Up\n",
    ],
)
def test_a_header_may_be_there_and_any_usual_separator(content: str) -> None:
    assert rows(content) == [("2026-07-01", "71.5", "Up")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert rows("day;value;note\n2026-07-01;7,1;Größer\n".encode(encoding)) == [
        ("2026-07-01", "7,1", "Größer")
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"date,value\n", "The file has no values"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        (b"\x00\x01\x02" * 99, "This is no text"),
        (b'[{"value": 1}]', "This is JSON"),
        (b"2026-07-01," + b"7" * 2**21, "is longer than 1,048,576 characters"),
        (b"," * 10_000 + b"\n", "columns; at most 2,000 are read"),
        (b'2026-07-01,"7\n' * 3, "a quotation mark is never closed"),
        (b"2026-07-01,7\n" * (MAX_ROWS + 1), "more than 5,000 rows"),
    ],
)
def test_what_is_no_table_of_values_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        rows(content)


@pytest.mark.parametrize("content", ["2026-07-01,7,1\n", "date,value\n2026-07-01,7,1\n"])
def test_a_decimal_comma_that_cuts_its_number_is_told(content: str) -> None:
    with pytest.raises(RowRejected, match="more cells than columns"):
        require_kept(look_into(io.BytesIO(content.encode())).rows[0])


def test_a_note_with_a_nul_is_told() -> None:
    with pytest.raises(RowRejected, match="can’t be kept"):
        require_kept(ValueRow(number=2, when="2026-07-01", value="7", note="a\0b"))
