"""The numbers of a title, each with what it is: an amount, a date or period, a version, or part of a name."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from okrflow.review.words import english
from okrflow.review.words.lexicon import Noun, kind_of, plural
from okrflow.review.words.reading import Title


class Kind(Enum):
    AMOUNT = auto()
    DATE = auto()
    VERSION = auto()
    NAME = auto()


@dataclass(frozen=True, slots=True)
class Number:
    """The tokens from first to last are one number of this kind."""

    first: int
    last: int
    kind: Kind


# all bounded: none has a repetition inside a repetition
_DATE: Final = re.compile(
    r"\d{4}-\d{1,2}(-\d{1,2})?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|[01]?\d/20\d\d|20\d\d[/-]\d\d(\d\d)?|\d{1,2}:\d\d|\d{1,2}[ap]m"
)
_PERIOD: Final = re.compile(
    r"(20\d\d[/-]?)?(q[1-4]|h[12])([/-]?(q[1-4]|h[12]|(20)?\d\d))?|fy(20)?\d\d([/-]\d\d)?|(cw|kw|w)[0-5]?\d"
)
_DAY: Final = re.compile(r"([12]?\d|3[01]|0\d)(st|nd|rd|th)?")
_SHORT_DATE: Final = re.compile(r"\d{1,2}[./]\d{1,2}")
_YEAR: Final = re.compile(r"20[1-4]\d")
_VERSION: Final = re.compile(r"v\d{1,4}(\.\d{1,4}){0,3}|\d{1,4}\.\d{1,4}\.\d{1,4}")
_ROUND_VERSION: Final = re.compile(r"\d{1,2}\.0")
_PLAIN: Final = re.compile(r"\d{1,3}(\.\d{1,2}){0,2}")
_WITH_LETTERS: Final = re.compile(r"\d[\d.,:/'-]*([a-z]+)")
_ORDINAL: Final = re.compile(r"\d{1,3}(st|nd|rd|th)")
_ROUND_THE_CLOCK: Final = {"24/7", "7/24"}
_GENERATIONS: Final = {"2g", "3g", "4g", "5g", "6g", "2d", "3d"}
_MEASURING: Final = english.COMPARING | english.PREPOSITIONS | english.AUXILIARIES | english.FUNCTION_WORDS

Found = tuple[int, Kind]


@lru_cache(maxsize=32_768)
def numbers(title: Title) -> tuple[Number, ...]:
    """All numbers of the title, in order."""
    return tuple(_walk(title))


def _walk(title: Title) -> Iterator[Number]:
    index = 0
    while index < len(title.tokens):
        found = next((found for look in _RECOGNISERS if (found := look(title, index))), None)
        if found:
            yield Number(index, *found)
        index = found[0] + 1 if found else index + 1


def _counts(title: Title, index: int) -> bool:
    """Whether the number there is followed by what it counts or measures."""
    after = title.at(index + 1)
    return after in english.UNITS or (plural(after) and after not in english.AUXILIARIES)


def _with_year(title: Title, index: int) -> int:
    """Where the date that stands up to index ends, a following year included."""
    behind = index + 2 if title.at(index + 1) in {",", "."} else index + 1
    return behind if _YEAR.fullmatch(title.at(behind)) else index


def _month(title: Title, index: int) -> Found | None:
    """30 June 2027, 30th of June, June 30, June 2027; a month alone is no number."""
    place = index
    if _DAY.fullmatch(title.at(place)):
        place += 1 + (title.at(place + 1) == "of")
    if title.at(place) not in english.MONTHS:
        return None
    last = _with_year(title, place)
    if last == index and _DAY.fullmatch(title.at(index + 1)) and not _counts(title, index + 1):
        last = _with_year(title, index + 1)
    return (last, Kind.DATE) if last > index else None


def _date(title: Title, index: int) -> Found | None:
    text = title.at(index)
    if _DATE.fullmatch(text):
        return index, Kind.DATE
    if _PERIOD.fullmatch(text):
        return _with_year(title, index), Kind.DATE
    short = _SHORT_DATE.fullmatch(text) and (title.at(index + 1) == "." or "/" in text)
    return (
        (index, Kind.DATE)
        if short and title.at(index - 1) in {"by", "until", "till", "before", "on"}
        else None
    )


def _year(title: Title, index: int) -> Found | None:
    """A year, unless something is counted or the number belongs to a from-to of amounts."""
    before, after = title.at(index - 1), title.at(index + 1)
    if (
        not _YEAR.fullmatch(title.at(index))
        or before in english.COMPARING - {"than"}
        or "->" in {before, after}
    ):
        return None
    told = before in english.DATE_PREPOSITIONS - {"to", "for", "by"} or after in english.YEAR_NOUNS
    return (index, Kind.DATE) if told or not _counts(title, index) else None


def _label(title: Title, index: int) -> Found | None:
    """week 14, version 3, iOS 19, ISO 27001: a word that is numbered, and its number."""
    word, number = title.at(index), title.at(index + 1)
    if not number[:1].isdecimal():
        return None
    if word in english.PRODUCTS and _PLAIN.fullmatch(number):
        return index + 1, Kind.VERSION
    if _counts(title, index + 1):
        return None
    if word in english.PERIOD_LABELS and _PLAIN.fullmatch(number):
        return _with_year(title, index + 1), Kind.DATE
    if word in english.VERSION_LABELS and _PLAIN.fullmatch(number):
        return index + 1, Kind.VERSION
    named = word.rpartition("/")[2] in english.NAME_LABELS and title.at(index + 2) not in {
        "->",
        "to",
        "of",
        "%",
    }
    return (index + 1, Kind.NAME) if named else None


def _version(title: Title, index: int) -> Found | None:
    """v2.3, 1.4.2, and 4.0 behind a name."""
    text, before = title.at(index), title.at(index - 1)
    if _VERSION.fullmatch(text):
        return index, Kind.VERSION
    named = (
        before[:1].isalpha()
        and before not in _MEASURING
        and kind_of(before, determined=False) is not Noun.EFFECT
    )
    versioned = named and _ROUND_VERSION.fullmatch(text) and not _counts(title, index)
    return (index, Kind.VERSION) if versioned and title.at(index + 1) not in {"->", "to", "%"} else None


def _name(title: Title, index: int) -> Found | None:
    """24/7, 5G, 1st choice, #1; the 3rd quarter is a period."""
    text = title.at(index)
    if text in _ROUND_THE_CLOCK or (text == "360" and title.at(index + 1).startswith("degree")):
        return index, Kind.NAME
    if _ORDINAL.fullmatch(text):
        period = title.at(index + 1) in english.PERIOD_LABELS
        return (_with_year(title, index + 1), Kind.DATE) if period else (index, Kind.NAME)
    letters = _WITH_LETTERS.fullmatch(text)
    named = letters and (letters[1] not in english.SUFFIXES or _generation(title, index))
    return (index, Kind.NAME) if named or (title.at(index - 1) == "#" and text.isdecimal()) else None


def _generation(title: Title, index: int) -> bool:
    """5G is a name, and so is 4X unless something is compared."""
    text, after = title.at(index), title.at(index + 1)
    compared = after in english.COMPARATIVES | english.PREPOSITIONS | {"", "the", "as"}
    return text in _GENERATIONS or (text.endswith("x") and not compared)


def _amount(title: Title, index: int) -> Found | None:
    return (index, Kind.AMOUNT) if title.tokens[index].is_number else None


_RECOGNISERS: Final[tuple[Callable[[Title, int], Found | None], ...]] = (
    _month,
    _date,
    _year,
    _label,
    _version,
    _name,
    _amount,
)
