"""The forms of the English verbs, the kinds of the nouns, and what counts as a word of the dictionary."""

from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from okrflow.review.words import english


class Form(Enum):
    BASE = auto()
    THIRD = auto()
    GERUND = auto()
    PAST = auto()


class Noun(Enum):
    """What a delivery verb may have for an object."""

    EFFECT = auto()
    TRADE = auto()
    ROLE = auto()
    THING = auto()
    UNKNOWN = auto()


DELIVERY_VERBS: Final = english.TECHNICAL | english.LAUNCHING | english.CRAFTING | english.LIGHT
_SHORTEST_AGAIN: Final = 4


def _forms(base: str) -> Iterator[tuple[str, Form]]:
    """build, builds, building, built."""
    stem = base + base[-1] if base in english.DOUBLING else base.removesuffix("e")
    consonant_y = base[-1] == "y" and base[-2] not in "aeiou"
    yield base, Form.BASE
    if consonant_y:
        yield base[:-1] + "ies", Form.THIRD
    else:
        yield base + ("es" if base.endswith(("sh", "ch", "ss", "x", "o")) else "s"), Form.THIRD
    yield stem + "ing", Form.GERUND
    for irregular in english.IRREGULAR.get(base, (base[:-1] + "ied" if consonant_y else stem + "ed",)):
        yield irregular, Form.PAST


def _table(verbs: frozenset[str]) -> dict[str, dict[Form, str]]:
    table: dict[str, dict[Form, str]] = {}
    for base in sorted(verbs):
        for word, form in _forms(base):
            table.setdefault(word, {})[form] = base
    return table


_DELIVERING: Final = _table(DELIVERY_VERBS)
_CHANGING: Final = _table(english.CHANGING)
_LIVING: Final = _table(english.LIVING)
_NOTHING: Final[dict[Form, str]] = {}


@lru_cache(maxsize=32_768)
def delivering(word: str) -> dict[Form, str]:
    """The delivery verbs, by form, that this word is a form of; the prefix re- and American -ize change nothing."""
    british = word.replace("iz", "is").replace("yz", "ys")
    for form in (word, british):
        if form in _DELIVERING:
            return _DELIVERING[form]
    again = british.removeprefix("re").removeprefix("-")
    found = (
        _DELIVERING.get(again, _NOTHING) if len(again) >= _SHORTEST_AGAIN and again != british else _NOTHING
    )
    return _NOTHING if "port" in found.values() else found


def changing(word: str) -> bool:
    """Whether it is a form of a verb of change (raise, cut, halve)."""
    return word in _CHANGING


def living(word: str) -> bool:
    """Whether it is a form of a verb of being, feeling or using."""
    return word in _LIVING or word.removeprefix("un") in _LIVING


def participle(word: str) -> bool:
    """Whether it may stand behind its noun (netcode merged)."""
    regular = len(word) > _SHORTEST_AGAIN and word.endswith("ed") and not word.endswith("eed")
    return regular or Form.PAST in delivering(word) or word in english.IRREGULAR_PARTICIPLES


def adverb(word: str) -> bool:
    """Whether it only says how (successfully)."""
    return word in english.ADVERBS or (
        len(word) > _SHORTEST_AGAIN and word.endswith("ly") and word not in english.NOT_ADVERBS
    )


def adjective(word: str) -> bool:
    """Whether its ending makes it no noun (available, searchable)."""
    return word.endswith(("able", "ible")) and len(word) > 5 and word not in english.ADJECTIVES_AS_NOUNS


@lru_cache(maxsize=32_768)
def singular(word: str) -> str:
    """The noun in the singular, as far as its ending tells."""
    if word.endswith("ies") and len(word) > _SHORTEST_AGAIN and word != "series":
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if plural(word) else word


def plural(word: str) -> bool:
    """Whether a noun's ending says that there are several."""
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


@lru_cache(maxsize=32_768)
def kind_of(noun: str, *, determined: bool) -> Noun:
    """The kind of a noun; one that is both trade and thing (form, survey) is a thing behind an article."""
    one = singular(noun.rpartition("-")[2] or noun)
    thing = one in english.THINGS or noun in english.THINGS
    if one in english.EFFECTS or (not thing and one.endswith(english.ABSTRACT_ENDINGS)):
        return Noun.EFFECT
    if one in english.TRADE and not (determined and (thing or one == noun)) and not (thing and one == noun):
        return Noun.TRADE
    if thing:
        return Noun.THING
    many_people = noun.endswith(("ers", "ors", "ists"))
    return Noun.ROLE if one in english.ROLES or many_people else Noun.UNKNOWN


_CONTENT: Final = (
    english.THINGS
    | english.ROLES
    | english.EFFECTS
    | english.TRADE
    | english.DELIVERY_NOUNS
    | english.COMPARATIVES
    | english.WORK_UNITS
    | english.FINISHED
    | english.STATES
    | english.UTILISED
    | frozenset(unit for unit in english.UNITS if len(unit) > 2)
    | english.DICTIONARY
    | frozenset(word for phrase in english.PROXIES for word in phrase)
    | frozenset({"utilisation", "utilization"})
)


@lru_cache(maxsize=32_768)
def known(word: str) -> bool:
    """Whether a content word is in the lists, in any form."""
    return any(
        form in _CONTENT or form in _CHANGING or form in _LIVING for form in (word, singular(word))
    ) or bool(delivering(word))


def in_dictionary(word: str) -> bool:
    """Whether somebody may mean the English word when they write this: first names that are words count."""
    return known(word) or word in english.NAMES_THAT_ARE_WORDS or word in english.FUNCTION_WORDS
