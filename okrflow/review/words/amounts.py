"""Amounts in a title: which are a measure of an effect, and which only count what is delivered."""

from typing import Final

from okrflow.review.words import english
from okrflow.review.words.deliveries import Delivery
from okrflow.review.words.lexicon import Noun, kind_of, singular
from okrflow.review.words.numbers import Kind, Number, numbers
from okrflow.review.words.phrases import Phrase, noun_phrase
from okrflow.review.words.reading import Title

CURRENCIES: Final = {"$", "€", "£", "¥"}
_SIGNS: Final = {"%", "<", "≤", "≥", ">", "=", "±"} | CURRENCIES
_FARTHEST: Final = 6


def amounts(title: Title) -> list[Number]:
    """The numbers that are neither date nor version nor part of a name."""
    return [number for number in numbers(title) if number.kind is Kind.AMOUNT]


def measured(title: Title, delivered: Delivery) -> bool:
    """Whether the title says, beside the delivery, from what to what or at which level an effect shall be."""
    found = amounts(title)
    if len(found) > 1 and any(token.text in english.FROM_TO for token in title.tokens):
        return True
    return any(
        _is_level(title, number) and counted_things(title, number, delivered) is None for number in found
    )


def _is_level(title: Title, number: Number) -> bool:
    """Whether the number says how much: with a sign, unit or comparison, or of people; not in 5 languages, in 6 weeks."""
    if _is_deadline(title, number) or not has_unit(title, number):
        return False
    if title.at(number.last + 1) in {"of", "in"} and title.at(number.last + 2)[:1].isdecimal():
        return True
    counted = noun_phrase(title, number.last + 1)
    bare = (
        title.at(number.first - 1) not in english.COMPARING and title.at(number.last + 1) not in english.UNITS
    )
    return not (
        bare and counted.kind in {Noun.UNKNOWN, Noun.THING} and title.at(number.first)[-1].isdecimal()
    )


def has_unit(title: Title, number: Number) -> bool:
    """Whether a sign, unit, counted noun, measure or word of comparison belongs to the number."""
    before, after = title.at(number.first - 1), title.at(number.last + 1)
    if {before, after} & _SIGNS or after == "per" or title.at(number.first)[-1].isalpha():
        return True
    if before in english.COMPARING | {"to", "by", "+", "->"} or title.at(number.first - 2) in {"from", "at"}:
        return True
    if after[:1].isalpha() and after not in english.PREPOSITIONS | english.CONJUNCTIONS | english.AUXILIARIES:
        return True
    return before.isalpha() and kind_of(before, determined=False) is Noun.EFFECT


def counted_things(title: Title, number: Number, delivered: Delivery | None) -> Phrase | None:
    """The things delivered that the number counts: 5 features, 3 of 4 milestones, 100 % of the roadmap; else None."""
    place = _counted(title, number)
    if title.at(place) in english.UNITS or title.at(number.first - 1) == "per":
        return None
    counted = noun_phrase(title, place)
    if counted.head is None or counted.kind is Noun.EFFECT:
        return None
    share = any(title.at(between) in english.SHARES for between in range(number.last + 1, place))
    governed = delivered is not None and delivered.of.first in {place, counted.first}
    listed = singular(title.at(counted.head)) in english.COUNTED_THINGS
    return counted if listed or (governed and not share and counted.kind is not Noun.TRADE) else None


def _counted(title: Title, number: Number) -> int:
    """Where the phrase begins that the number counts, behind "of 4", "% of the", "more"."""
    place, farthest = number.last + 1, number.last + _FARTHEST
    while place < farthest and (
        title.at(place) in english.BETWEEN
        or (title.at(place - 1) == "of" and title.at(place)[:1].isdecimal())
    ):
        place += 1
    return place


def _is_deadline(title: Title, number: Number) -> bool:
    """in 3 months, within 6 weeks: when, not how much."""
    return (
        title.at(number.first - 1) in {"in", "within"}
        and singular(title.at(number.last + 1)) in english.DEADLINES
    )
