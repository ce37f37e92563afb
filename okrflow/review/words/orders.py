"""Orders (launch it, we will launch it, launching it, the team launches it), and the first delivery of a title."""

from collections.abc import Callable, Iterator
from typing import Final

from okrflow.review.words import english
from okrflow.review.words.deliveries import (
    Delivery,
    Finder,
    behind_particle,
    finished,
    finished_otherwise,
    named,
    particular,
    standing,
)
from okrflow.review.words.lexicon import Form, Noun, adverb, delivering, singular
from okrflow.review.words.phrases import (
    Phrase,
    behind_quantity,
    dated,
    noun_phrase,
    stops,
    unfamiliar,
    with_quantity,
)
from okrflow.review.words.reading import Title

FIRST_WORDS: Final = 4


def delivery(title: Title) -> Delivery | None:
    """The first delivery of the title, if any."""
    return next((found for find in _FINDERS for found in find(title)), None)


def told(title: Title) -> Iterator[Delivery]:
    """Orders with a verb of the lists, among the first four words."""
    words = [index for index, token in enumerate(title.tokens) if token.is_word][:FIRST_WORDS]
    for index in words:
        for form, base in delivering(title.at(index)).items():
            behind = behind_particle(title, index, base)
            if behind is None or not _PLACES[form](title, index, behind):
                continue
            of = noun_phrase(
                title, behind_quantity(title, behind + (title.at(behind) in english.BEFORE_OBJECT))
            )
            if _deliverable(title, base, of, behind):
                yield Delivery(index, max(behind - 1, of.end - 1), of, base)


def _base(title: Title, index: int, behind: int) -> bool:
    before = title.at(index - 1)
    if before == "to":
        return index == 1 or title.at(0) in english.ASKING or title.at(index - 2)[:1] == "@"
    begins = index == 0 or before in english.BEFORE_ORDER or adverb(before)
    return begins and title.at(behind) not in {"of", "-", ":"}


def _third(title: Title, index: int, behind: int) -> bool:
    before = title.at(index - 1)
    named_before = index > 0 and (before[0].isalpha() or before[0] == "@")
    if not named_before or before in english.DETERMINERS | english.PREPOSITIONS:
        return False
    if not stops(title, behind):
        return title.at(behind) in english.DETERMINERS or noun_phrase(title, behind).kind is Noun.THING
    soon = dated(title, behind) > behind or dated(title, behind + 1) > behind + 1
    return soon and delivering(title.at(index))[Form.THIRD] in english.INTRANSITIVE


def _gerund(title: Title, index: int, behind: int) -> bool:
    if index and title.at(index - 1) not in english.BEFORE_GERUND:
        return False
    verb = delivering(title.at(index))[Form.GERUND]
    said = verb in english.TECHNICAL | english.LAUNCHING or title.at(behind) in english.DETERMINERS
    return said or noun_phrase(title, behind).kind is Noun.THING


def _past(title: Title, index: int, behind: int) -> bool:
    if index and title.at(index - 1) not in english.BEFORE_PAST:
        return False
    if title.at(behind) in english.DETERMINERS or title.at(behind)[:1].isdecimal():
        return True
    of = noun_phrase(title, behind)
    return index == 0 and of.kind is Noun.THING and not of.several


_PLACES: Final[dict[Form, Callable[[Title, int, int], bool]]] = {
    Form.BASE: _base,
    Form.THIRD: _third,
    Form.GERUND: _gerund,
    Form.PAST: _past,
}


def _deliverable(title: Title, base: str, of: Phrase, behind: int) -> bool:
    """Whether this verb with this object is a delivery; not if it makes a compound with a measure (build time)."""
    if of.kind is None:
        return base not in english.LIGHT and title.at(behind) not in english.PREPOSITIONS - {"in", "by", "on"}
    if of.kind is Noun.EFFECT or singular(title.at(behind)) in english.EFFECTS:
        return False
    if base in english.ANYBODY or (base in english.HIRING and of.kind is Noun.ROLE):
        return True
    if of.kind is Noun.TRADE:
        return base in english.LAUNCHING - english.SENDING and not of.several
    served = base in english.SERVING and not of.determined and title.at(of.end - 1) in english.SERVICES
    return not served and (base not in english.LIGHT or _says_enough(title, base, of, behind))


def _says_enough(title: Title, base: str, of: Phrase, behind: int) -> bool:
    """Whether a light verb has a thing for an object, or something particular."""
    counted = with_quantity(title, of.first) < of.first and particular(title, base, behind - 1)
    return of.kind is Noun.THING or (of.kind is Noun.UNKNOWN and (of.determined or counted))


def told_otherwise(title: Title) -> Iterator[Delivery]:
    """Revamp the donations page: an order with a verb of no list, which an article and a noun follow."""
    word = title.at(0)
    article = title.at(1) in english.DETERMINERS or title.at(1)[:1].isdecimal()
    if not word or not unfamiliar(word) or not article:
        return
    of = noun_phrase(title, 1)
    if of.kind is Noun.THING or (of.kind is Noun.UNKNOWN and of.several):
        yield Delivery(0, of.end - 1, of)


_FINDERS: Final[tuple[Finder, ...]] = (told, finished, named, standing, finished_otherwise, told_otherwise)


def project(title: Title, found: Delivery) -> bool:
    """Whether an objective with this delivery is a project: a thing by its name, or a name that is installed or launched.

    What a clause describes further (a network that bends in a storm) is an aim.
    """
    of = found.of
    if any(title.at(place) in english.RELATIVES for place in range(of.first, len(title.tokens))):
        return False
    if of.kind is Noun.THING:
        return True
    lone_virtue = of.end - of.first == 1 and not of.determined and not _everywhere(title, of.end)
    launched = found.verb in english.LAUNCHING and not lone_virtue
    return of.kind in {Noun.UNKNOWN, Noun.TRADE} and (found.verb in english.TECHNICAL | {"put"} or launched)


def _everywhere(title: Title, index: int) -> bool:
    return title.at(index) in english.PREPOSITIONS and title.at(index + 1) in english.EVERYWHERE
