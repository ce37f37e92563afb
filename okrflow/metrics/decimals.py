"""Values as they are kept: decimal(20, 6)."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Final

SIX_DECIMALS: Final = Decimal("0.000001")
LIMIT: Final = Decimal(10) ** 14


class NotStorable(ValueError):
    """The number can't be kept; its text says why."""


def stored(value: Decimal | Fraction | float) -> Decimal:
    """The value as it is kept: six decimals, no negative zero. Raises NotStorable for NaN, infinities, too large ones."""
    number = _decimal(value)
    if not number.is_finite():
        raise NotStorable("That is not a number.")
    if abs(number) >= LIMIT:
        raise NotStorable("That number is too large.")
    # what rounds to -0 becomes 0 by the addition
    return number.quantize(SIX_DECIMALS, rounding=ROUND_HALF_EVEN) + Decimal(0)


def _decimal(value: Decimal | Fraction | float) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(repr(value))
