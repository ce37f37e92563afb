"""Files of each tool, and traps, read without a database."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.numbers import Quantity
from okrflow.okr_imports.reading.guesses import percent_as_shares, unit_of
from okrflow.okr_imports.reading.presets import not_taken
from tests.okr_imports.files import PERDOO, PLAIN, TABILITY, VIVA
from tests.okr_imports.reading.helpers import guessed, looked_into, read

HEADER = "objective,key result,team,cycle,baseline,target\n"


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "preset", "shape"),
    [
        (PLAIN, "plain", "rows"),
        (VIVA, "viva", "tree"),
        (TABILITY, "tability", "rows"),
        (PERDOO, "perdoo", "tree"),
        (HEADER + "a,b,c,d,1,2\n", "plain", "rows"),
    ],
)
def test_presets(content: str, preset: str, shape: str) -> None:
    _, plan = guessed(content)

    assert (plan.preset, plan.shape) == (preset, shape)


def test_plain_sheet() -> None:
    found = read(PLAIN)

    assert not found.rejected
    (objective,) = found.objectives
    assert (objective.stream, objective.cycle, objective.parent) == (
        "Policy",
        "Q3 2026",
        "Trusted by brokers",
    )
    first, complaints, loyalty = objective.key_results
    assert (first.baseline, first.target) == (Quantity(Decimal("14.5")), Quantity(Decimal(9)))
    assert first.values == {
        date(2026, 7, 15): Quantity(Decimal(14)),
        date(2026, 8, 15): Quantity(Decimal("12.5")),
    }
    assert complaints.baseline == Quantity(Decimal(1200))
    assert (loyalty.target, len(loyalty.values)) == (Quantity(Decimal(75), "%"), 1)
    assert unit_of([loyalty]) == ("percent", "%")


def test_columns_that_are_not_taken() -> None:
    sheet, plan = guessed(VIVA)

    assert not_taken(sheet.header, plan.used) == [("Status", "it follows from the values")]


def test_viva_by_row_ids() -> None:
    found = read(VIVA)

    (objective,) = found.objectives
    assert objective.title == "Claims are settled while it still helps"
    assert [each.metric for each in objective.key_results] == ["Days to payment", "Easy claims"]
    assert [(row.number, row.reason) for row in found.rejected] == [
        (5, "It is neither an objective nor a key result but “Initiative”. Work belongs on the plan."),
        (6, "Its objective “9” is not in the file."),
    ]


def test_tability_repeats_a_key_result_for_each_value() -> None:
    (objective,) = read(TABILITY).objectives

    first, _ = objective.key_results
    assert [(day.isoformat(), value.value) for day, value in first.values.items()] == [
        ("2026-07-10", 22_000),
        ("2026-08-10", 26_000),
    ]
    assert unit_of([first]) == ("currency", "$")


def test_perdoo_by_titles() -> None:
    (objective,) = read(PERDOO).objectives

    assert objective.parent == "Trusted by brokers"
    assert [each.aim for each in objective.key_results] == ["Increase to", "Stay at or below"]


def test_an_objective_alone_and_a_parent_that_is_a_key_result() -> None:
    content = (
        "id,title,type,parent,target,row id,entity\n"
        ",Above,objective,,,1,Policy\n,Measured,key result,1,5,2,Policy\n,Below,objective,2,,3,Policy\n"
    )

    found = read(content)

    assert [(each.title, each.parent) for each in found.objectives] == [("Above", ""), ("Below", "Above")]


def test_workbook_with_percent_cells_and_dated_columns() -> None:
    content = workbook(
        ["Objective", "Key result", "Unit", "Baseline", "Target", datetime(2026, 7, 15)],  # noqa: DTZ001
        ["Loved", "More come back", "%", 0.613, 0.75, 0.62],
        [None, "Fewer leave", "%", 0.2, 0.125, None],
    )

    sheet, plan = guessed(content)
    found = read(content)

    assert percent_as_shares(plan, found.key_results)
    assert [len(each.values) for each in found.key_results] == [1, 0]
    assert found.key_results[1].target == Quantity(Decimal("0.125"))
    assert sheet.header[-1].startswith("2026-07-15")


def test_ambiguous_numbers_are_asked_for() -> None:
    content = HEADER + "Loved,Sales,policy,Q3 2026,1.200,1.500\n"

    _, plan = guessed(content)

    assert plan.decimal == ""
    with pytest.raises(ReadingError, match="Say first"):
        read(content)
    assert read(content, decimal=",").key_results[0].baseline == Quantity(Decimal(1200))
    assert read(content, decimal=".").key_results[0].baseline == Quantity(Decimal("1.2"))


def test_ambiguous_dates_are_asked_for() -> None:
    content = "objective,key result,start date,end date\nLoved,Sales,01/07/2026,01/09/2026\n"

    _, plan = guessed(content)

    assert plan.at_format == ""
    (objective,) = read(content, at_format="month-first").objectives
    assert (objective.starts_on, objective.ends_on) == (date(2026, 1, 7), date(2026, 1, 10))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Sales,,,1,2", "It has no objective."),
        ("Loved,Sales,,,NaN,2", "“NaN” is no number. Write it like 1200 or 7.1, with its unit at most."),
        ("Loved,Sales,,,1e308,2", "“1e308” is no number. Write it like 1200 or 7.1, with its unit at most."),
        ("Loved,Sales,,,Infinity,2", "“Infinity” is no number. Write it like 1200 or 7.1, with its unit at most."),
        ("Loved,Sales,,,5k,2", "“5k” is shortened. Write the number in full."),
        ('Loved,Sales,,,"1,5",2', "“1,5” is no number with a point before its decimals."),
        (
            "Loved,Sales,,,1,2,3",
            "It has 7 cells and the header 6: probably a text holds the separator without quotation marks.",
        ),
        ("Loved," + "x" * 201 + ",,,1,2", "Its key result is longer than 200 characters."),
        ("Lo\x00ved" + "x" * 99 + ",Sales,,,1,2", "It holds a character that is no text (NUL)."),
    ],
)  # fmt: skip
def test_rejected_rows(row: str, reason: str) -> None:
    found = read(f"{HEADER}{row}\n", decimal=".")

    assert [each.reason for each in found.rejected] == [reason]
    assert found.objectives == []


def test_rows_that_contradict_themselves() -> None:
    found = read(HEADER + "Loved,Sales,,,1,2\nLoved,sales,,,1,2\nLoved,Cost,,,1,2\n")

    assert [(row.number, row.reason) for row in found.rejected] == [
        (3, "It repeats row 2, and has no value of another day.")
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (HEADER.encode(), "no rows"),
        (b"[]", "This is JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
        (b"PK\x03\x04" + b"x" * 500, "damaged or was cut off"),
        (b"<!DOCTYPE html><html></html>", "sign-in page"),
        ((HEADER + "a,b,c,d,1,2\n" * 2_001).encode(), "more than 2,000 rows"),
        (b"a," * 300 + b"\n" + b"1," * 300, "301 columns|300 columns"),
        (HEADER.encode() + b'a,"b', "cut off"),
        (b"2026-07-01,b,c\n1,2,3\n", "no column names"),
        (HEADER.encode() + b"x" * 2_000_000, "longer than"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_traps(content: bytes, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        looked_into(content)


def test_corrected_rejected_rows_come_back_without_their_apostrophes() -> None:
    found = read("Row,Reason,objective,key result,baseline,target\n4,It was bad,'=Loved,Sales,'-5,2\n")

    assert found.objectives[0].title == "=Loved"
    assert found.key_results[0].baseline == Quantity(Decimal(-5))
