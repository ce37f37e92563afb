"""Facts are kept as JSON and come back as they were."""

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from okrflow.metrics.models import UnitKind
from okrflow.review.explained import EXPLANATIONS
from okrflow.review.facts import Amount, Count, percent
from okrflow.review.families import CHECKS
from okrflow.review.stored import as_json, facts_of

FACTS = {
    "who": "Ada",
    "some": 3,
    "date": date(2026, 7, 1),
    "load": Count(2, "item", "items"),
    "value": Amount(value=Decimal("19.800000"), unit_kind=UnitKind.DURATION, unit="days"),
    "share": percent(0.68),
    "parts": (Amount(value=4.0, signed=True), Amount(value=6.0, signed=True)),
}


def test_facts_come_back_as_they_were() -> None:
    assert facts_of(json.loads(json.dumps(as_json(FACTS)))) == FACTS


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_lose_nothing(value: float) -> None:
    assert facts_of(as_json({"value": Amount(value=value)})) == {"value": Amount(value=value)}


def test_each_check_is_explained() -> None:
    assert set(EXPLANATIONS) == set(CHECKS)
