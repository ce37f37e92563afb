"""TP5: metrics that count work."""

import pytest

from okrflow.review.words.proxies import proxy


@pytest.mark.parametrize(
    ("name", "unit", "quote", "in_unit"),
    [
        ("Velocity in story points", "", "story points", False),
        ("Velocity", "story points", "story points", True),
        ("Tickets closed per agent", "", "Tickets closed", False),
        ("Training hours", "", "Training hours", False),
        ("Number of nurse workshops", "", "Number of nurse workshops", False),
        ("Team utilisation", "%", "Team utilisation", False),
        ("Leaflets printed", "", "Leaflets printed", False),
    ],
)
def test_proxies(name: str, unit: str, quote: str, in_unit: bool) -> None:
    found = proxy(name, unit)

    assert found is not None
    assert (found.quote, found.in_unit) == (quote, in_unit)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Time to provision", "hours"),
        ("Median age of pull requests", "days"),
        ("Claims closed without a call", ""),
        ("Orders delivered on time", "%"),
        ("Bed utilisation", "%"),
        ("Utilisation of rooms", "%"),
        ("Vaccination coverage", "%"),
        ("Tickets opened by customers", ""),
        ("Geschlossene Tickets", ""),
    ],
)
def test_results(name: str, unit: str) -> None:
    assert proxy(name, unit) is None
