"""Numbers as people write them."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from okrflow.web.numbers import (
    Ambiguous,
    NotANumber,
    decimal_mark,
    decimal_mark_of,
    editable,
    format_number,
    format_share,
    parse_number,
)


@pytest.fixture
def german() -> Iterator[None]:
    mark = decimal_mark.set(",")
    yield
    decimal_mark.reset(mark)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,1", "7.1"),
        ("7.1", "7.1"),
        (" 12 ", "12"),
        ("1 200", "1200"),
        ("1\u202f200,5", "1200.5"),
        ("1'200.50", "1200.50"),
        ("1.234.567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("1.234,5", "1234.5"),
        ("1234.567", "1234.567"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        (".5", "0.5"),
        ("7.", "7"),
        ("-3", "-3"),
        ("−3,5", "-3.5"),
        ("+4", "4"),
        ("1.2000", "1.2"),
    ],
)
def test_a_number_is_read_in_any_locale(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.200", "1,200", "-12,500", "999.999"])
def test_a_number_with_two_meanings_is_asked_back(text: str) -> None:
    with pytest.raises(Ambiguous, match="Do you mean"):
        parse_number(text)


def test_the_question_names_both_meanings() -> None:
    with pytest.raises(Ambiguous) as question:
        parse_number("1.200")

    assert question.value.readings == ("1200", "1.2")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "NaN",
        "inf",
        "-Infinity",
        "1e5",
        "0x10",
        "--1",
        "1,2,3",
        "1.2.3",
        "12 00",
        "1,23.4.5",
        "٣",
        ".",
        "1" * 31,
        "1.234,567.8",
        "10 0,5",
        "1..2",
        "1 2",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_number(text)


def test_a_long_text_costs_nothing() -> None:
    with pytest.raises(NotANumber):
        parse_number("1 " * 1_000_000)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234.5, 1, "1\u202f234.5"),
        (-0.04, 1, "0.0"),
        (-3, 0, "\u22123"),
        (Decimal("0.5"), 0, "0"),
        (999_999.99, 0, "1\u202f000\u202f000"),
    ],
)
def test_a_number_is_shown(value: float, digits: int, text: str) -> None:
    assert format_number(value, digits) == text


def test_a_signed_number_is_shown() -> None:
    assert [format_number(value, 1, signed=True) for value in (1.5, -1.5, 0.0)] == [
        "+1.5",
        "\u22121.5",
        "0.0",
    ]


def test_a_german_reader_sees_a_comma(german: None) -> None:
    assert format_number(1234.5, 1) == "1\u202f234,5"


@pytest.mark.parametrize("value", ["1.234", "12.5", "1200", "-1.125", "0.125", "999.999", "1234.567", "-7"])
def test_what_a_field_shows_is_read_back_without_asking(german: None, value: str) -> None:
    assert parse_number(editable(Decimal(value))) == Decimal(value)


@pytest.mark.parametrize(
    ("header", "mark"),
    [
        ("de-AT,de;q=0.8,en;q=0.5", ","),
        ("en-GB", "."),
        ("fr", ","),
        ("xx,sv;q=0.5", ","),
        ("", "."),
        ("*", "."),
        ("de" * 500, "."),
    ],
)
def test_the_decimal_mark_is_that_of_the_first_known_language(header: str, mark: str) -> None:
    assert decimal_mark_of(header) == mark


def test_a_share_is_said_in_percent() -> None:
    assert format_share(0.415) == "42\u202f%"
    assert format_share(0.415, 1) == "41.5\u202f%"
    assert format_share(-0.7, signed=True) == "−70\u202f%"
    assert format_share(0.05, signed=True) == "+5\u202f%"
