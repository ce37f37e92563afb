"""Deliveries in a title: something made, launched or finished, said as an order, a participle, a noun or a state.

A list of verbs alone is wrong too often: "build time" and "release quality" are measures, "parcels delivered" is a trade and
"customers who were migrated" describes somebody. So each finder looks at what stands around the word.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from okrflow.review.words import english
from okrflow.review.words.lexicon import Form, Noun, adverb, changing, delivering, living, participle
from okrflow.review.words.numbers import Kind, numbers
from okrflow.review.words.phrases import (
    Phrase,
    begins_with_effect,
    clause_start,
    describes,
    ends,
    noun_phrase,
    stops,
    subject,
    with_quantity,
)
from okrflow.review.words.reading import Title


@dataclass(frozen=True, slots=True)
class Delivery:
    """The tokens from first to last say it; `of` is the phrase of what is delivered, `verb` by which verb, if by one."""

    first: int
    last: int
    of: Phrase
    verb: str = ""


Finder = Callable[[Title], Iterator[Delivery]]


def about_effect(title: Title) -> bool:
    """Whether the title begins with a change (reduce, fewer, noticeably faster), whatever follows."""
    return changing(title.at(1 if adverb(title.at(0)) else 0)) or begins_with_effect(title)


def behind_particle(title: Title, index: int, base: str) -> int | None:
    """Where the object of the verb begins; None when the verb lacks the second half that makes it a delivery."""
    particles = english.PHRASAL.get(base)
    if particles is None:
        return index + 1
    if title.at(index + 1) in particles:
        return index + 2
    return index + 1 if base in english.ALSO_WITHOUT | english.LIGHT else None


def finished(title: Title) -> Iterator[Delivery]:
    """The portal has been launched, 15 stores opened, contract signed."""
    for index in range(1, len(title.tokens)):
        base = delivering(title.at(index)).get(Form.PAST)
        behind = None if base is None else behind_particle(title, index, base)
        if base is None or behind is None or not _predicate(title, index, behind):
            continue
        of = subject(title, index)
        particle = particular(title, base, index)
        if of.head is not None and of.head < index and _finishable(base, of, particle=particle):
            yield Delivery(with_quantity(title, of.first), behind - 1, of, base)


def _predicate(title: Title, index: int, behind: int) -> bool:
    """Behind its noun, not in front of another (delivered parcels), and not in a clause that describes."""
    before = title.at(index - 1)
    if before in english.DETERMINERS | english.PREPOSITIONS or describes(title, index):
        return False
    return before in english.BE or ends(title, index + 1) or ends(title, behind)


def _finishable(base: str, of: Phrase, *, particle: bool) -> bool:
    if of.kind is Noun.ROLE:
        return base in english.HIRING
    telling = base not in english.LIGHT or (particle and not of.several)
    return of.kind is Noun.THING or (of.kind is Noun.UNKNOWN and telling)


def particular(title: Title, base: str, index: int) -> bool:
    """Whether the light verb there says what is done: it is not one of getting, or has a second half (taken off)."""
    return base not in english.GETTING or title.at(index + 1) in english.BEFORE_OBJECT - {"to"}


def finished_otherwise(title: Title) -> Iterator[Delivery]:
    """Handbook printed: a participle of a verb in no list, behind a thing by its name, one of a kind, or a number of them."""
    for index in range(1, len(title.tokens)):
        word = title.at(index)
        if not _is_unlisted_participle(word) or not _predicate(title, index, index + 1):
            continue
        of = subject(title, index)
        first = with_quantity(title, of.first)
        counted = first < of.first and title.at(of.first - 1) != "of"
        some = of.kind is Noun.UNKNOWN and (counted or not of.several)
        if of.head is not None and of.head < index and (some or of.kind is Noun.THING):
            yield Delivery(first, index, of)


def _is_unlisted_participle(word: str) -> bool:
    return participle(word) and not (delivering(word) or changing(word) or living(word))


def named(title: Title) -> Iterator[Delivery]:
    """Completion of the migration, core banking migration, roll-out of the search."""
    first = noun_phrase(title, 0)
    for index in range(min(len(title.tokens), first.end + 3)):
        noun, behind = _delivery_noun(title, index)
        if not noun or not _leads(title, index):
            continue
        of = noun_phrase(title, behind + 1)
        if title.at(behind) == "of" and of.kind in {Noun.THING, Noun.UNKNOWN, Noun.ROLE}:
            yield Delivery(index, of.end - 1, of)
        elif title.at(behind) != "of" and noun in english.ALONE_TOO and _alone(title, first, index, behind):
            yield Delivery(0, behind - 1, first)


def _delivery_noun(title: Title, index: int) -> tuple[str, int]:
    """The noun there, "" if it is none, and the index behind it; the two halves of a phrasal verb are one (roll-out)."""
    for base in delivering(title.at(index)).values():
        if title.at(index + 1) in english.PHRASAL.get(base, ()):
            return f"{base}{title.at(index + 1)}", index + 2
    word = title.at(index).replace("iz", "is").replace("-", "")
    return (word if word in english.DELIVERY_NOUNS else ""), index + 1


def _leads(title: Title, index: int) -> bool:
    """Whether only adjectives, nouns and other delivery nouns stand before it in its clause."""
    before = (title.tokens[place] for place in range(clause_start(title, index), index))
    return not any(token.is_sign or token.text in english.PREPOSITIONS for token in before)


def _alone(title: Title, first: Phrase, index: int, behind: int) -> bool:
    """Whether it is the head of the first phrase, and no verb that begins the title."""
    verb = index == 0 and Form.BASE in delivering(title.at(0)) and behind == index + 1
    return not verb and ends(title, behind) and first.end >= index


def standing(title: Title) -> Iterator[Delivery]:
    """The portal is live, in production, available; version 3 goes live."""
    for index in range(1, len(title.tokens)):
        last = _state(title, index)
        if last is None or describes(title, index):
            continue
        of = subject(title, index)
        thing = of.kind is Noun.THING or any(number.kind is Kind.VERSION for number in numbers(title))
        verb = next((base for base in delivering(title.at(of.first)).values() if base in english.PUTTING), "")
        name = of.kind in {Noun.UNKNOWN, None} and (verb or title.at(index) not in english.STATES_OF_THINGS)
        if of.first < index and (of.head is None or of.head < index) and (thing or name):
            yield Delivery(with_quantity(title, of.first), last, of, verb)


def _state(title: Title, index: int) -> int | None:
    """The last token of the state that begins here."""
    word, following = title.at(index), title.at(index + 1)
    if word in {"in", "into"} and following in english.IN_STATES and stops(title, index + 2):
        return index + 1
    if (word, following, title.at(index + 2)) in {
        ("up", "and", "running"),
        ("out", "of", "service"),
        ("out", "the", "door"),
    }:
        return index + 2
    if "go" in delivering(word).values() and following == "live":
        return index + 1
    before = title.at(index - 1)
    free = before not in english.DETERMINERS | english.PREPOSITIONS and not delivering(before)
    return index if free and word in english.STATES and ends(title, index + 1) else None
