"""Numbers as sheets write them: 1.200,50 €, 45 %, 3 days, and what they all say about the decimal mark.

Whether 1.200 is twelve hundred or one and a fifth is taken from evidence in the file only, and asked for without any.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from okrflow.integrations.reading.errors import RowRejected
from okrflow.integrations.reading.texts import shortened

MARKS: Final = {".": "a point (1,200.5)", ",": "a comma (1.200,5)"}
LONGEST: Final = 64
PERCENT: Final = "%"
CURRENCIES: Final = "€$£¥₹₩₽₺₴"
CODES: Final = (
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "JPY",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CZK",
    "HUF",
    "CAD",
    "AUD",
    "INR",
)
NOTHING: Final = frozenset(("", "-", "–", "—", "n/a", "na", "none", "null", "tbd", "?"))
SCALED: Final = frozenset(("k", "m", "mn", "mio", "mil", "million", "millions", "b", "bn", "thousand", "t"))
_SPACES = " \u00a0\u2009\u202f'’"
_PARTS = re.compile(
    rf"(?P<before>[{CURRENCIES}]|[A-Z]{{3}})?\s*(?P<sign>[-+−–])?\s*(?P<second>[{CURRENCIES}])?\s*"
    rf"(?P<digits>[0-9.,](?:[0-9.,]|[{_SPACES}](?=[0-9]))*)\s*(?P<after>%|[{CURRENCIES}]|[^\W\d_][^\W\d_ /.]*)?",
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written, and the unit beside it: "%", "EUR", "days", or nothing."""

    value: Decimal
    unit: str = ""


def quantity(text: str, decimal: str) -> Quantity | None:
    """What a cell says under a decimal mark; None for an empty one. Raises RowRejected."""
    text = text.strip()
    if text.casefold() in NOTHING:
        return None
    found = _PARTS.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise RowRejected(
            f"“{shortened(text)}” is no number. Write it like 1200 or 7.1, with its unit at most."
        )
    unit = found["after"] or found["before"] or found["second"] or ""
    if unit.casefold() in SCALED:
        raise RowRejected(f"“{shortened(text)}” is shortened. Write the number in full.")
    value = _value(found["digits"], decimal)
    if value is None:
        mark = MARKS[decimal].partition(" (")[0]
        raise RowRejected(f"“{shortened(text)}” is no number with {mark} before its decimals.")
    return Quantity(-value if found["sign"] in ("-", "−", "–") else value, unit)


def _value(digits: str, decimal: str) -> Decimal | None:
    group = re.escape("," if decimal == "." else ".")
    number = rf"(?:[0-9]{{1,3}}(?:[{group}{_SPACES}][0-9]{{3}})+|[0-9]*)(?:{re.escape(decimal)}[0-9]+)?"
    if not re.fullmatch(number, digits):
        return None
    plain = re.sub(rf"[{group}{_SPACES}]", "", digits).replace(decimal, ".")
    return Decimal(plain) if plain else None


@dataclass(frozen=True, kw_only=True)
class MarkEvidence:
    """The decimal marks that values prove, and the first value that may be read both ways."""

    proven: frozenset[str] = frozenset()
    unclear: str = ""

    @property
    def decided(self) -> str:
        """The mark, if there is no question; empty if a person must say it."""
        if len(self.proven) == 1:
            return next(iter(self.proven))
        return "" if self.proven or self.unclear else "."


def mark_evidence(texts: Iterable[str], *, numeric: bool) -> MarkEvidence:
    """What all values say together. `numeric`: they come from a spreadsheet, whose numbers have a point."""
    marks: dict[str, str] = {}
    for text in texts:
        marks.setdefault(_mark_of(text), text.strip())
    proven = frozenset(marks.keys() & MARKS.keys())
    unclear = marks.get("?", "")
    if numeric and unclear and not proven:
        return MarkEvidence(proven=frozenset("."))
    return MarkEvidence(proven=proven, unclear=unclear)


def _mark_of(text: str) -> str:
    """The decimal mark that a value proves, "?" if it has one mark that may be either, else nothing."""
    found = _PARTS.fullmatch(text.strip()) if len(text) <= LONGEST else None
    marks = [character for character in found["digits"] if character in MARKS] if found else []
    if not found or not marks:
        return ""
    other = "," if marks[-1] == "." else "."
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return other
    whole, fraction = found["digits"].split(marks[0])
    unclear = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return "?" if unclear else marks[0]
