"""Cycles by their usual names: Q3 2026, 2026-Q3, H1 2026, 2026."""

import re
from datetime import date
from typing import Final

_NAMES: Final = (
    re.compile(r"(?P<part>[QHqh])\s*(?P<number>[1-4])\W*(?:FY|fy)?\s*'?(?P<year>20[0-9]{2}|[0-9]{2})"),
    re.compile(r"(?:FY|fy)?\s*(?P<year>20[0-9]{2})\W*(?P<part>[QHqh])\s*(?P<number>[1-4])"),
    re.compile(r"(?P<year>20[0-9]{2})(?P<part>)(?P<number>)"),
)
_MONTHS: Final = {"q": 3, "h": 6, "": 12}


def period_of(name: str) -> tuple[date, date] | None:
    """The days [first, first after] of calendar years that a name means; None for other names."""
    for pattern in _NAMES:
        if found := pattern.fullmatch(name.strip()):
            return _period(found["part"].lower(), int(found["number"] or 1), int(found["year"]))
    return None


def _period(part: str, number: int, year: int) -> tuple[date, date] | None:
    months = _MONTHS[part]
    if months * number > 12:
        return None
    year += 2000 if year < 100 else 0
    return _first_of(year, months * (number - 1)), _first_of(year, months * number)


def _first_of(year: int, month: int) -> date:
    """The first day of a month counted from 0; month 12 is the next January."""
    return date(year + month // 12, month % 12 + 1, 1)
