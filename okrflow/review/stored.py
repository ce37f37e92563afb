"""Facts as JSON and back: kept as they are, so that each reader sees them in their own writing."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from okrflow.metrics.models import UnitKind
from okrflow.review.facts import Amount, Count, Fact, Facts


def as_json(facts: Facts) -> dict[str, Any]:
    return {name: _stored(fact) for name, fact in facts.items()}


def facts_of(stored: Mapping[str, Any]) -> dict[str, Fact]:
    return {name: _fact(each) for name, each in stored.items()}


def _stored(fact: Fact) -> Any:
    match fact:
        case str() | int():
            return fact
        case date():
            return {"date": fact.isoformat()}
        case Count(number, one, many):
            return {"count": [number, one, many]}
        case Amount():
            unit = [str(fact.unit_kind), fact.unit, fact.digits, fact.signed]
            return {"amount": [str(fact.value), isinstance(fact.value, Decimal), *unit]}
        case _:
            return [_stored(each) for each in fact]


def _fact(stored: Any) -> Fact:
    match stored:
        case {"date": day}:
            return date.fromisoformat(day)
        case {"count": [number, one, many]}:
            return Count(number, one, many)
        case {"amount": [value, exact, unit_kind, unit, digits, signed]}:
            return Amount(
                value=Decimal(value) if exact else float(value),
                unit_kind=UnitKind(unit_kind),
                unit=unit,
                digits=digits,
                signed=signed,
            )
        case list():
            return tuple(_fact(each) for each in stored)
    found: str | int = stored
    return found
