"""Public holidays by country and region, out of the `holidays` package."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

import holidays
from holidays.registry import COUNTRIES

_ENGLISH: Final = ("en_GB", "en_US")


@lru_cache(maxsize=4096)
def public_holidays(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    """The holidays of a year by date, named in English where the package knows how. Raises NotImplementedError."""
    languages = _country(country).supported_languages
    language = next((each for each in _ENGLISH if each in languages), None)
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=language)
    return MappingProxyType(dict(sorted(found.items())))


@cache
def countries() -> dict[str, str]:
    """The English names of the countries by their two letters, by name."""
    names = {letters: _in_words(name) for name, letters, *_ in COUNTRIES.values()}
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def _in_words(name: str) -> str:
    """ "BosniaAndHerzegovina" -> "Bosnia and Herzegovina"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return re.sub(r"(?<= )(And|Of|The)(?= )", lambda word: word[0].lower(), words)


def regions(country: str) -> dict[str, str]:
    """The names of a country's regions by their codes, as the country calls them; none of an unknown country."""
    if country not in countries():
        return {}
    named = _country(country).get_subdivision_aliases()
    found = {code: " / ".join(aliases) or code for code, aliases in named.items()}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _country(country: str) -> type[holidays.HolidayBase]:
    """The package's class of a country."""
    return type(holidays.country_holidays(country, years=()))
