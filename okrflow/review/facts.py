"""The numbers and names that a finding rests on, kept as they are and written for the reader only when shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from okrflow.metrics.formatting import NO_BREAK, Measurable, shown
from okrflow.metrics.models import UnitKind
from okrflow.web.numbers import format_number
from okrflow.web.templatetags.figures import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A value with its unit, in the stored unit: a percent is 0.22."""

    value: float | Decimal
    unit_kind: UnitKind = UnitKind.SCORE
    unit: str = ""
    digits: int = 1
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something, with the word for one and for many."""

    number: int
    one: str
    many: str


Fact = str | int | date | Amount | Count | tuple["Fact", ...]
Facts = Mapping[str, Fact]


def amount(metric: Measurable, value: float | Decimal, *, signed: bool = False) -> Amount:
    """A value of a metric or measure, with its unit."""
    return Amount(
        value=value,
        unit_kind=UnitKind(metric.unit_kind),
        unit=metric.unit,
        digits=metric.digits,
        signed=signed,
    )


def percent(share: float, *, signed: bool = False) -> Amount:
    """A share in whole percent."""
    return Amount(value=share, unit_kind=UnitKind.PERCENT, digits=0, signed=signed)


def days(number: int) -> Count:
    return Count(number, "day", "days")


def items(number: int) -> Count:
    return Count(number, "item", "items")


def short_days(value: float) -> Amount:
    return Amount(value=value, unit="d", digits=0)


def written(fact: Fact) -> str:
    """As the reader sees it, with their decimal mark."""
    match fact:
        case str():
            return fact
        case int():
            return format_number(fact)
        case date():
            return local_day(fact)
        case Count(number, one, many):
            return f"{format_number(number)}{NO_BREAK}{one if number == 1 else many}"
        case Amount():
            return shown(fact, fact.value, signed=fact.signed)
        case _:
            return ", ".join(written(each) for each in fact)


def filled(sentence: str, facts: Facts) -> str:
    """The sentence with its {facts} written."""
    return sentence.format_map({name: written(fact) for name, fact in facts.items()})


def joined(names: Iterable[str]) -> str:
    """Policy and Platform; Policy, Claims and Platform."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
