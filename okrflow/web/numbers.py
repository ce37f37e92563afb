"""Numbers as the reader writes and reads them: "7,1" and "7.1", "1 200", a real minus sign."""

import math
import re
from contextvars import ContextVar
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.utils.formats import get_format
from django.utils.translation import check_for_language
from django.utils.translation.trans_real import parse_accept_lang_header

NARROW_SPACE = "\u202f"
MINUS = "\u2212"
MAX_DIGITS = 30

decimal_mark: ContextVar[str] = ContextVar("decimal_mark", default=".")
"""The reader's decimal mark; `okrflow.web.middleware` sets it. Groups of thousands are always set apart by a narrow
space, which nobody takes for a decimal mark."""

_SPACES = re.compile("[ \u00a0\u2009\u202f'’]")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")


class NotANumber(ValueError):
    """The text is no number; its message tells the reader what to write."""


class Ambiguous(NotANumber):
    """The text may mean two numbers."""

    def __init__(self, text: str, grouped: str, decimal: str) -> None:
        super().__init__(
            f"Do you mean {grouped} or {decimal}? “{text}” can be read both ways; write it like that."
        )
        self.readings = (grouped, decimal)


@lru_cache(maxsize=256)
def decimal_mark_of(accept_language: str) -> str:
    """The decimal mark of the first language of an Accept-Language header that Django knows."""
    for language, _ in parse_accept_lang_header(accept_language.lower()):
        for candidate in (language, language.partition("-")[0]):
            if candidate != "*" and check_for_language(candidate):
                mark = str(get_format("DECIMAL_SEPARATOR", lang=candidate, use_l10n=True))
                return mark if mark in {".", ","} else "."
    return "."


def format_number(value: Decimal | float, digits: int = 0, *, signed: bool = False) -> str:
    """`1234.5` -> `1 234.5`, with the reader's decimal mark, a real minus sign and never a negative zero."""
    text = f"{abs(value):,.{digits}f}"
    text = text.replace(",", NARROW_SPACE).replace(".", decimal_mark.get())
    if not any(digit in text for digit in "123456789"):
        return text
    return (MINUS if value < 0 else "+" if signed else "") + text


def format_share(share: Decimal | float, digits: int = 0, *, signed: bool = False) -> str:
    """`0.41` -> `41 %`: a share in percent."""
    return format_number(share * 100, digits, signed=signed) + NARROW_SPACE + "%"


def parse_number(text: str) -> Decimal:
    """The number that the text means in any locale.

    A lone separator before exactly three digits, as in "1.200", may be a decimal mark or set thousands apart: then
    Ambiguous is raised. NotANumber for all else, also for NaN and infinity.
    """
    given = text.strip()
    sign, digits = ("-", given[1:]) if given[:1] in {"-", MINUS, "–"} else ("", given.removeprefix("+"))
    digits = _SPACES.sub(" ", digits.strip())
    if len(digits) > MAX_DIGITS or not re.fullmatch(r"[0-9 .,]*[0-9][0-9 .,]*", digits, re.ASCII):
        raise NotANumber("Write a number, like 12, 7.1 or 7,1.")
    try:
        return Decimal(sign + _plain(given, digits))
    except InvalidOperation:
        raise NotANumber(
            f"“{given}” is not a number as okrflow reads them. Write it like 1200 or 7.1."
        ) from None


def _plain(given: str, digits: str) -> str:
    """The digits with a point as decimal mark and nothing between thousands; "?" where that can't be."""
    marks = [character for character in digits if character in ".,"]
    if not marks:
        return _ungrouped(digits)
    whole, fraction = digits.rsplit(marks[-1], 1)
    if len(marks) == 1:
        if " " not in whole and re.fullmatch(r"[1-9]\d{0,2}", whole) and re.fullmatch(r"\d{3}", fraction):
            raise Ambiguous(given, whole + fraction, f"{whole}.{fraction}".rstrip("0").rstrip("."))
        return f"{_ungrouped(whole) or '0'}.{fraction}"
    if len(set(marks)) == 1:
        return _ungrouped(digits.replace(marks[0], " "))
    if marks.count(marks[-1]) > 1:
        return "?"
    return f"{_ungrouped(whole.replace(marks[0], ' '))}.{fraction}"


def _ungrouped(digits: str) -> str:
    if " " not in digits:
        return digits
    return digits.replace(" ", "") if _GROUPED.fullmatch(digits) else "?"


def editable(value: Decimal | float) -> str:
    """The number as it stands in a field: `parse_number` reads it back without asking."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not math.isfinite(exact):
        return ""
    text = f"{exact.normalize():f}"
    whole, point, fraction = text.partition(".")
    if len(fraction) == 3 and whole.lstrip("-") != "0" and len(whole.lstrip("-")) <= 3:
        fraction += "0"
    return whole + (decimal_mark.get() if point else "") + fraction
