"""Noun phrases: where they end, which word is their head, and what kind of thing that is; clauses and their subjects."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from okrflow.review.words import english
from okrflow.review.words.lexicon import Noun, adjective, adverb, kind_of, living, participle, plural
from okrflow.review.words.numbers import Kind, numbers
from okrflow.review.words.reading import Title

_LINKING: Final = {"&", "%", "+", "#", "/"}
_STOPS: Final = (
    english.PREPOSITIONS
    | english.CONJUNCTIONS
    | english.SUBORDINATORS
    | english.AUXILIARIES
    | english.RELATIVES
) - _LINKING
_CLAUSE_SIGNS: Final = {":", ";", ",", "-", "(", ".", "->"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """The tokens from first up to, not including, end; `head` is the index of the noun that the others describe."""

    first: int
    end: int
    head: int | None
    determined: bool
    several: bool
    kind: Noun | None


def stops(title: Title, index: int) -> bool:
    """Whether a noun phrase ends before this token."""
    word = title.at(index)
    return not word or word in _STOPS or (title.tokens[index].is_sign and word not in _LINKING)


def dated(title: Title, index: int) -> int:
    """Where the date or version that begins here ends, else the index itself."""
    return _date_ends(title).get(index, index)


@lru_cache(maxsize=32_768)
def _date_ends(title: Title) -> dict[int, int]:
    return {
        number.first: number.last + 1 for number in numbers(title) if number.kind in {Kind.DATE, Kind.VERSION}
    }


def ends(title: Title, index: int) -> bool:
    """Whether what is said before this token is complete: a stop, an adverb or a date follows."""
    return stops(title, index) or adverb(title.at(index)) or dated(title, index) > index


def noun_phrase(title: Title, first: int) -> Phrase:
    """The phrase that begins here; without a head when there is none."""
    end, head = first, None
    while not stops(title, end) and not (head is not None and _behind_noun(title, end)):
        behind = dated(title, end)
        if behind == end and _may_be_head(title, end):
            head = end
        end = max(end + 1, behind)
    determined = title.at(first) in english.DETERMINERS
    noun = "" if head is None else title.at(head)
    kind = kind_of(noun, determined=determined) if noun else None
    return Phrase(first, end, head, determined, plural(noun), kind)


def _may_be_head(title: Title, index: int) -> bool:
    word = title.at(index)
    describing = adverb(word) or adjective(word) or (participle(word) and word.endswith("ed"))
    return title.tokens[index].is_word and word not in english.DETERMINERS and not describing


def _behind_noun(title: Title, index: int) -> bool:
    """A participle or state that says something of its noun (netcode merged, portal live) is not part of the phrase."""
    word = title.at(index)
    return (participle(word) or word in english.STATES) and ends(title, index + 1)


def clause_start(title: Title, index: int) -> int:
    """Where the clause that holds this token begins."""
    start = index
    while start > 0 and (start == index or not _begins_clause(title, start - 1)):
        start -= 1
    return start


def _begins_clause(title: Title, index: int) -> bool:
    """Whether a clause begins behind this sign; the full stop of an initial is none."""
    initial = title.at(index) == "." and len(title.at(index - 1)) == 1
    return title.at(index) in _CLAUSE_SIGNS and not initial


def subject(title: Title, index: int) -> Phrase:
    """The first noun phrase of the clause, behind a leading date, quantity, auxiliary and adverbs."""
    start = clause_start(title, index)
    if title.at(start) in english.PREPOSITIONS and dated(title, start + 1) > start + 1:
        start = dated(title, start + 1)
    while start < index and (adverb(title.at(start)) or title.at(start) in english.AUXILIARIES):
        start += 1
    return noun_phrase(title, behind_quantity(title, start))


def behind_quantity(title: Title, index: int) -> int:
    """3 of 4 features, 100 % of the roadmap, number of features: the features."""
    if (title.at(index), title.at(index + 1)) == ("number", "of"):
        return index + 2
    while title.at(index)[:1].isdecimal() or title.at(index) in {"%", "of"}:
        if dated(title, index) > index:
            break
        index += 1
    return index


def with_quantity(title: Title, index: int) -> int:
    """Where the quantity begins that stands in front of a phrase, else the index itself."""
    counts = {number.last for number in numbers(title) if number.kind is Kind.AMOUNT}
    while index - 1 in counts or title.at(index - 1) in {"%", "of", "number"}:
        index -= 1
    return index


def describes(title: Title, index: int) -> bool:
    """Whether the token stands in a clause that only describes something (who ..., after ..., that ...)."""
    return any(title.at(place) in english.SUBORDINATORS for place in range(clause_start(title, index), index))


def begins_with_effect(title: Title) -> bool:
    """Whether the title begins with a comparison (fewer, noticeably faster)."""
    return title.at(1 if adverb(title.at(0)) else 0) in english.COMPARATIVES


def unfamiliar(word: str) -> bool:
    """Whether it can be the base form of a verb that is in no list."""
    listed = (
        word in _STOPS
        or word in english.FUNCTION_WORDS
        or word in english.DETERMINERS
        or adverb(word)
        or living(word)
    )
    noun = plural(word) or kind_of(word, determined=True) is not Noun.UNKNOWN
    return word.isalpha() and not (listed or noun or participle(word) or word.endswith("ing"))
