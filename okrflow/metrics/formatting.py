"""Values of metrics as people read them: with the metric's digits and unit."""

from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from okrflow.metrics.models import UnitKind
from okrflow.web.numbers import NARROW_SPACE, format_number

NO_BREAK = "\u00a0"
SHORT_UNIT = 8


class Measurable(Protocol):
    """What tells how a value is written: a metric, or whatever carries the same of one."""

    @property
    def unit_kind(self) -> str: ...

    @property
    def unit(self) -> str: ...

    @property
    def digits(self) -> int: ...


def shown(metric: Measurable, value: Decimal | Fraction | float | None, *, signed: bool = False) -> str:
    """0.29 of a percent metric as "29.0 %", 20.6 of days as "20.6 days"; a dash for None."""
    if value is None:
        return "–"
    number = _scaled(metric, value)
    text = format_number(number, metric.digits, signed=signed)
    if metric.unit_kind == UnitKind.PERCENT:
        return text + NARROW_SPACE + "%"
    return _with_unit(text, metric)


def shown_change(metric: Measurable, size: Decimal | None) -> str:
    """A distance between two values: of percent metrics in points."""
    if size is None:
        return "–"
    text = format_number(_scaled(metric, size), metric.digits)
    if metric.unit_kind == UnitKind.PERCENT:
        return f"{text}{NO_BREAK}{'point' if text == '1' else 'points'}"
    return _with_unit(text, metric)


def _with_unit(text: str, metric: Measurable) -> str:
    """A short unit stays with its number; a long one may go to the next line."""
    space = NO_BREAK if len(metric.unit) <= SHORT_UNIT else " "
    return f"{text}{space}{metric.unit}" if metric.unit else text


def _scaled(metric: Measurable, value: Decimal | Fraction | float) -> Decimal | float:
    number = float(value) if isinstance(value, Fraction) else value
    return number * 100 if metric.unit_kind == UnitKind.PERCENT else number


def rounded(metric: Measurable, value: Decimal) -> Decimal:
    """A stored value to the digits that are shown: nobody wants 19.837261 days."""
    return round(value, metric.digits + (2 if metric.unit_kind == UnitKind.PERCENT else 0))
