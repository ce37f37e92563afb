"""Numbers as people write them in sheets."""

from decimal import Decimal

import pytest

from okrflow.integrations.reading.errors import RowRejected
from okrflow.integrations.reading.numbers import Quantity, mark_evidence, quantity


@pytest.mark.parametrize(
    ("text", "decimal", "value", "unit"),
    [
        ("7", ".", "7", ""),
        ("7.5", ".", "7.5", ""),
        ("-7,5", ",", "-7.5", ""),
        ("−5 %", ".", "-5", "%"),
        ("1,200.50", ".", "1200.50", ""),
        ("1.200,50 €", ",", "1200.50", "€"),
        ("€ 1 200", ".", "1200", "€"),
        ("CHF 1'200.5", ".", "1200.5", "CHF"),
        ("-$5", ".", "-5", "$"),
        ("3 days", ".", "3", "days"),
        (".5", ".", "0.5", ""),
        ("1.200", ",", "1200", ""),
        ("1.200", ".", "1.2", ""),
    ],
)
def test_quantities(text: str, decimal: str, value: str, unit: str) -> None:
    assert quantity(text, decimal) == Quantity(Decimal(value), unit)


@pytest.mark.parametrize("text", ["", " ", "-", "n/a", "TBD", "–"])
def test_no_quantity(text: str) -> None:
    assert quantity(text, ".") is None


@pytest.mark.parametrize(
    "text",
    [
        "Q3",
        "1,2,3",
        "12,34.5",
        "1.2.3",
        "5%5",
        "ten",
        "1_000",
        "0x10",
        "5k",
        "9" * 65,
        "٣",
        "1 e5",
        "..",
        "=1+1",
    ],
)
def test_no_numbers(text: str) -> None:
    with pytest.raises(RowRejected):
        quantity(text, ".")


@pytest.mark.parametrize(
    ("texts", "numeric", "decided"),
    [
        (["7", "1200"], False, "."),
        (["1.200"], False, ""),
        (["1.200", "7,5"], False, ","),
        (["1.200", "7.5"], False, "."),
        (["1.200.000"], False, ","),
        (["0.125"], False, "."),
        (["1.125"], True, "."),
        (["7.5", "7,5"], False, ""),
        ([], False, "."),
    ],
)
def test_evidence_of_the_decimal_mark(texts: list[str], numeric: bool, decided: str) -> None:
    assert mark_evidence(texts, numeric=numeric).decided == decided
