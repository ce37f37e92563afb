"""What the wording of one title says to RM1, RM2, RM4 and RM5: pure functions of a text, None when there is nothing to find.

Sources: "From Micromanagement Misery to Finding Flow" (roadmaps in disguise); Doerr, "Measure What Matters"; Wodtke, "Radical
Focus"; Google's OKR playbook. A title that is not known to be English gives nothing anywhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from okrflow.review.words import english
from okrflow.review.words.amounts import CURRENCIES, amounts, counted_things, has_unit, measured
from okrflow.review.words.deliveries import Delivery, about_effect
from okrflow.review.words.lexicon import Noun
from okrflow.review.words.numbers import Kind, Number, numbers
from okrflow.review.words.orders import delivery, project
from okrflow.review.words.reading import Span, Title, read


@dataclass(frozen=True, slots=True)
class Wording:
    """The words that a finding is about, as they were written, and their places in the text."""

    quotes: tuple[str, ...]
    spans: tuple[Span, ...]


class InObjective(StrEnum):
    NUMBER = "number"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class NotAnAim:
    """What stands in an objective and belongs to a key result or onto the plan."""

    kind: InObjective
    wording: Wording


@lru_cache(maxsize=32_768)
def output(text: str) -> Wording | None:
    """RM1: the key result's title is a delivery and says no level of an effect."""
    title = read(text)
    if not title.is_english or about_effect(title):
        return None
    found = delivery(title)
    return None if found is None or measured(title, found) else _wording(title, (found.first, found.last))


@lru_cache(maxsize=32_768)
def deliveries_counted(text: str) -> Wording | None:
    """RM2: the key result's title counts things delivered (5 features, 3 of 4 milestones, features shipped from 4 to 9)."""
    title = read(text)
    if not title.is_english:
        return None
    found = delivery(title)
    counts: list[tuple[int, int]] = []
    for number in amounts(title):
        things = counted_things(title, number, found)
        if things and not (counts and number.first <= counts[-1][1]):
            counts.append((number.first, things.end - 1))
    if counts:
        return _wording(title, *counts)
    return _wording(title, (found.first, found.last)) if found and _counted_from_to(title, found) else None


def _counted_from_to(title: Title, found: Delivery) -> bool:
    """Whether several things delivered are the measure: two numbers without unit."""
    bare = [number for number in amounts(title) if title.at(number.last + 1) != "%"]
    return found.of.several and found.of.kind in {Noun.THING, Noun.UNKNOWN} and len(bare) > 1


@lru_cache(maxsize=32_768)
def dates_only(text: str) -> Wording | None:
    """RM4: the key result's title has numbers, and every one is part of a date, a period or a version."""
    title = read(text)
    found = [number for number in numbers(title) if number.kind is not Kind.NAME]
    if (
        not title.is_english
        or not found
        or any(token.text in english.WORDS_OF_MEASURE for token in title.tokens)
    ):
        return None
    if any(number.kind is Kind.AMOUNT for number in found):
        return None
    return _wording(title, *((number.first, number.last) for number in found))


@lru_cache(maxsize=32_768)
def not_an_aim(text: str) -> tuple[NotAnAim, ...]:
    """RM5: the numbers with a unit, and the delivery, that an objective's title holds."""
    title = read(text)
    if not title.is_english:
        return ()
    found: list[NotAnAim] = []
    counted = [number for number in amounts(title) if has_unit(title, number)]
    if counted:
        found.append(
            NotAnAim(InObjective.NUMBER, _wording(title, *(_place(title, number) for number in counted)))
        )
    made = delivery(title)
    if made and project(title, made):
        found.append(NotAnAim(InObjective.DELIVERY, _wording(title, (made.first, made.last))))
    return tuple(found)


def _place(title: Title, number: Number) -> tuple[int, int]:
    """The number with its sign before it and its unit or counted word behind it."""
    signed = title.at(number.first - 1) in CURRENCIES | {"+"}
    unit = title.at(number.last + 1) == "%" or title.at(number.last + 1)[:1].isalpha()
    return number.first - signed, number.last + unit


def _wording(title: Title, *places: tuple[int, int]) -> Wording:
    return Wording(
        tuple(title.quote(first, last) for first, last in places),
        tuple(title.span(first, last) for first, last in places),
    )
