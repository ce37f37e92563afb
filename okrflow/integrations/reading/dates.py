"""Instants as exports write them, and what a column's values say about the order of day and month.

Forms with the year first (ISO 8601), with the month's English name, and with an offset mean one thing. In
`5/4/2023` day and month may change places, in `05/04/03` the year too: the order is taken from evidence only (a part
that is no month), never from a locale, and asked for when all values fit more than one.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from okrflow.integrations.reading.errors import RowRejected
from okrflow.integrations.reading.limits import EARLIEST_YEAR, LATEST_YEAR
from okrflow.integrations.reading.texts import shortened

FORMATS = {
    "iso": "year first or month by name (2016-02-29, 29 Feb 2016)",
    "day-first": "day first (29/02/2016)",
    "month-first": "month first (02/29/2016)",
    "year-first": "two-digit year first (16/02/29)",
    "seconds": "seconds since 1970",
    "milliseconds": "milliseconds since 1970",
    "excel": "Excel’s day numbers (42429.5)",
}
ORDERS = {"day-first": "dmy", "month-first": "mdy", "year-first": "ymd"}
LONGEST = 64
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (of the zone that is chosen)

_TIME = (
    r"(?:(?:T|,?\s+|:)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?\s*(?P<offset>Z|UTC|GMT|(?:UTC|GMT)?[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s+)?"
_MONTH = r"(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
NUMERIC = re.compile(
    r"(?P<a>[0-9]{1,4})(?P<separator>[-/.])(?P<b>[0-9]{1,2})(?P=separator)(?P<c>[0-9]{1,4})" + _TIME
)
NAMED = (
    re.compile(
        _WEEKDAY + _DAY + r"[-/ .]+" + _MONTH + r"[-/ ,]+(?P<year>[0-9]{4}|[0-9]{2})" + _TIME,
        re.IGNORECASE,
    ),
    re.compile(
        _WEEKDAY + _MONTH + r"\s+" + _DAY + r",?\s+(?P<year>[0-9]{4})" + _TIME,
        re.IGNORECASE,
    ),
)
_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_NUMBER = re.compile(r"[0-9]{1,16}(?:\.[0-9]{1,12})?")


def possible_days(text: str) -> dict[str, date]:
    """The days that a text may mean, by format; the sole key `iso` where it means one in every format."""
    text = text.strip()
    if len(text) > LONGEST:
        return {}
    if match := NUMERIC.fullmatch(text):
        return _numeric_days(match["a"], match["b"], match["c"])
    for pattern in NAMED:
        if match := pattern.fullmatch(text):
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            day = _day(match["year"], str(month), match["day"])
            return {"iso": day} if day else {}
    return {}


def _numeric_days(a: str, b: str, c: str) -> dict[str, date]:
    if len(a) == 4:
        day = _day(a, b, c) if len(c) <= 2 else None
        return {"iso": day} if day else {}
    if len(a) > 2 or len(c) == 3:
        return {}
    days = {"day-first": _day(c, b, a), "month-first": _day(c, a, b)}
    if len(c) <= 2:
        days["year-first"] = _day(a, b, c)
    found = {name: day for name, day in days.items() if day is not None}
    if len(found) == len(days) and len(set(found.values())) == 1:
        return {"iso": next(iter(found.values()))}
    return found


def _day(year: str, month: str, day: str) -> date | None:
    if len(year) not in (2, 4):
        return None
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= 69 else 2000
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


InstantReader = Callable[[str], datetime]


def instant_reader(at_format: str, zone: ZoneInfo) -> InstantReader:
    """A function from a cell to an aware instant in UTC; it raises RowRejected.

    `at_format` is a key of `FORMATS` or a pattern of `strptime`. Forms that mean one thing are understood under
    each of them. An instant without an offset is local time of `zone`: one that the clocks skip in spring is read with the
    offset before the change (so 02:30 becomes 03:30), one that comes twice in autumn is the first of the two. A day
    without a time is its first instant.
    """
    naive = _pattern_reader(at_format) if "%" in at_format else _named_reader(at_format)

    @lru_cache(maxsize=2**16)
    def read(text: str) -> datetime:
        found = naive(text.strip())
        if found is None:
            raise RowRejected(f"“{shortened(text)}” is no date that reads {describe(at_format)}.")
        if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            raise RowRejected(f"“{shortened(text)}” lies outside the years {EARLIEST_YEAR} to {LATEST_YEAR}.")
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)

    return read


def describe(at_format: str) -> str:
    return FORMATS.get(at_format, f"like {at_format}")


def _pattern_reader(pattern: str) -> Callable[[str], datetime | None]:
    def read(text: str) -> datetime | None:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 (of the zone that is chosen)
        except ValueError:
            return None

    return read


def _named_reader(at_format: str) -> Callable[[str], datetime | None]:
    if at_format not in FORMATS:
        raise ValueError(at_format)

    def read(text: str) -> datetime | None:
        if _NUMBER.fullmatch(text):
            return _from_number(text, at_format)
        days = possible_days(text)
        day = days.get("iso") or days.get(at_format)
        return _with_time(text, day) if day else None

    return read


def _from_number(text: str, at_format: str) -> datetime | None:
    try:
        match at_format:
            case "seconds":
                return EPOCH + timedelta(seconds=float(text))
            case "milliseconds":
                return EPOCH + timedelta(milliseconds=float(text))
            case "excel":
                return EXCEL_EPOCH + timedelta(milliseconds=round(float(text) * 86_400_000))
    except OverflowError:
        return None
    return None


def _with_time(text: str, day: date) -> datetime | None:
    match = NUMERIC.fullmatch(text) or next(
        filter(None, (pattern.fullmatch(text) for pattern in NAMED)), None
    )
    if match is None:
        return None
    hour, half = int(match["hour"] or 0), (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    micros = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    try:
        return datetime(
            day.year, day.month, day.day, hour, int(match["minute"] or 0), int(match["second"] or 0), micros,
            tzinfo=_offset(match["offset"]),
        )  # fmt: skip
    except ValueError:
        return None


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    digits = re.sub(r"[^0-9+-]", "", text)
    if not digits:
        return UTC
    sign = -1 if digits[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5] or 0)))
