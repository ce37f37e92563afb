"""Names of cycles and of units as people write them."""

from datetime import date

import pytest

from okrflow.okr_imports.reading.guesses import kind_of
from okrflow.okr_imports.reading.periods import period_of


@pytest.mark.parametrize(
    ("name", "starts_on", "ends_on"),
    [
        ("Q3 2026", date(2026, 7, 1), date(2026, 10, 1)),
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("q1 '27", date(2027, 1, 1), date(2027, 4, 1)),
        ("H1 2026", date(2026, 1, 1), date(2026, 7, 1)),
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_periods(name: str, starts_on: date, ends_on: date) -> None:
    assert period_of(name) == (starts_on, ends_on)


@pytest.mark.parametrize("name", ["", "Spring", "H3 2026", "Q5 2026", "1999", "12"])
def test_no_periods(name: str) -> None:
    assert period_of(name) is None


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("%", "percent"),
        ("€", "currency"),
        ("usd", "currency"),
        ("days", "duration"),
        ("NPS", "score"),
        ("", "count"),
    ],
)
def test_kinds_of_units(unit: str, kind: str) -> None:
    assert kind_of(unit) == kind
