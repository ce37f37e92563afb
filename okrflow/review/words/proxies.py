"""TP5: a business metric whose name or unit counts work (story points, tickets closed) in place of what the customer gets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from okrflow.review.words import english
from okrflow.review.words.lexicon import Form, Noun, delivering, kind_of, plural, singular
from okrflow.review.words.phrases import stops
from okrflow.review.words.reading import Span, Title, read


@dataclass(frozen=True, slots=True)
class Proxy:
    """The words that count work; `in_unit` when they stand in the unit and not in the name."""

    quote: str
    spans: tuple[Span, ...]
    in_unit: bool


def proxy(name: str, unit: str = "") -> Proxy | None:
    """The proxy term in a metric's name or else its unit, if any."""
    for text, in_unit in ((name, False), (unit, True)):
        title = read(text)
        places = next(_terms(title), None) if title.is_english else None
        if places and not _measures_of(title, places[0]):
            return Proxy(title.quote(*places), (title.span(*places),), in_unit)
    return None


def _measures_of(title: Title, index: int) -> bool:
    """Whether it is a time, age or rate of the work (median age of pull requests)."""
    return any(title.at(place) in english.MEASURE_NAMES for place in range(index))


def _terms(title: Title) -> Iterator[tuple[int, int]]:
    """First and last token of each proxy term."""
    for index in range(len(title.tokens)):
        yield from (places for look in _LOOKS if (places := look(title, index)))


_LISTED: Final = {
    first: tuple(words for words in english.PROXIES if words[0] == first)
    for first in {words[0] for words in english.PROXIES}
}


def _listed(title: Title, index: int) -> tuple[int, int] | None:
    for words in _LISTED.get(title.at(index), ()):
        if all(title.at(index + offset) == word for offset, word in enumerate(words)):
            return index, index + len(words) - 1
    return None


def _hours(title: Title, index: int) -> tuple[int, int] | None:
    """Hours worked, teaching hours, hours of overtime: not hours that somebody waits."""
    if title.at(index) not in {"hours", "days"}:
        return None
    before, after, later = title.at(index - 1), title.at(index + 1), title.at(index + 2)
    if after in english.WORKED or (after == "of" and later in english.WORK_OF_PEOPLE):
        return index, index + 1 + (after == "of")
    return (index - 1, index) if before in english.WORK_OF_PEOPLE else None


def _utilisation(title: Title, index: int) -> tuple[int, int] | None:
    """Of people, or of nothing named: not of beds."""
    if title.at(index) not in {"utilisation", "utilization"}:
        return None
    if index and title.at(index - 1) in english.UTILISED:
        return index - 1, index
    of_people = title.at(index + 1) == "of" and title.at(index + 2) in english.UTILISED
    return (index, index) if index == 0 and (of_people or title.at(1) != "of") else None


def _work_finished(title: Title, index: int) -> tuple[int, int] | None:
    """Tickets closed, features delivered; not orders delivered on time, nor claims closed without a call."""
    noun, word = title.at(index - 1), title.at(index)
    if index == 0 or not plural(noun) or not (word in english.FINISHED or Form.PAST in delivering(word)):
        return None
    work = singular(noun) in english.WORK_UNITS or kind_of(noun, determined=False) in {
        Noun.THING,
        Noun.UNKNOWN,
    }
    counted = title.at(index + 1) in {"", "per", "a", "in", "each", "by", ",", "("}
    by_customers = (
        title.at(index + 1) == "by" and kind_of(title.at(index + 2), determined=False) is Noun.TRADE
    )
    return (index - 1, index) if work and counted and not by_customers else None


def _number_of_things(title: Title, index: int) -> tuple[int, int] | None:
    """Number of workshops, number of nurse trainings: what work makes."""
    if (
        (title.at(0), title.at(1)) != ("number", "of")
        or not plural(title.at(index))
        or not stops(title, index + 1)
    ):
        return None
    return (0, index) if singular(title.at(index)) in english.COUNTED_THINGS else None


_LOOKS: Final[tuple[Callable[[Title, int], tuple[int, int] | None], ...]] = (
    _number_of_things,
    _listed,
    _hours,
    _utilisation,
    _work_finished,
)
