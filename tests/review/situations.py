"""Forty generated organisations with planted troubles, and how well the structural and flow checks find these."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from okrflow.review.reviewing import review
from okrflow.review.snapshot import Snapshot
from okrflow.review.words.ceilings import CEILINGS
from tests.review import make, pieces

SITUATIONS: Final = 40
TROUBLES_EACH: Final = 5
WORDING: Final = {check.partition(" ")[0] for check in CEILINGS}


@dataclass(frozen=True, slots=True)
class Situation:
    """An organisation as the review sees it, and the checks that should fire on it, shown or hidden."""

    seen: Snapshot
    labels: frozenset[str]


@cache
def situations() -> tuple[Situation, ...]:
    return tuple(_situation(seed) for seed in range(SITUATIONS))


def _situation(seed: int) -> Situation:
    """Some troubles, each in a stream of its own beside all that is sound; every trouble comes round in turn."""
    rng = random.Random(seed)
    first = seed * TROUBLES_EACH
    wanted = [pieces.TROUBLES[(first + place) % len(pieces.TROUBLES)] for place in range(TROUBLES_EACH)]
    makers = [*wanted, *pieces.SOUND]
    rng.shuffle(makers)
    made = [maker(rng, f"Stream {place}") for place, maker in enumerate(makers)]
    return Situation(_together(made), frozenset().union(*(each.checks for each in made)))


def _together(made: list[pieces.Piece]) -> Snapshot:
    more: dict[str, tuple[Any, ...]] = {}
    for each in made:
        for name, rows in (each.more or {}).items():
            more[name] = (*more.get(name, ()), *rows)
    streams = tuple(stream for each in made for stream in each.streams)
    return make.snapshot(
        *(objective for each in made for objective in each.objectives), streams=streams, **more
    )


@dataclass(frozen=True, slots=True)
class Score:
    hits: int
    wrong: int
    missed: int


@cache
def scores() -> dict[str, Score]:
    """Of each check that is planted or that fired: situations found, found wrongly and missed."""
    found = [(_fired(each.seen), each.labels) for each in situations()]
    every = sorted({check for fired, labels in found for check in fired | labels})
    return {check: Score(*_counts(check, found)) for check in every}


def _fired(seen: Snapshot) -> frozenset[str]:
    return frozenset(each.found.check for each in review(seen).findings) - WORDING


def _counts(check: str, found: list[tuple[frozenset[str], frozenset[str]]]) -> Iterator[int]:
    pairs = [(check in fired, check in labels) for fired, labels in found]
    for wanted in ((True, True), (True, False), (False, True)):
        yield pairs.count(wanted)


def table() -> str:
    """The scores as text: a row a check."""
    rows = [
        f"{check:14}{score.hits + score.missed:15} {_share(score.hits, score.wrong):>9} {_share(score.hits, score.missed):>6}"
        for check, score in scores().items()
    ]
    head = f"{'check':14}{'cases':>15} {'precision':>9} {'recall':>6}"
    return "\n".join([head, *rows, f"situations: {SITUATIONS} generated"])


def _share(hits: int, others: int) -> str:
    return f"{hits / (hits + others):.2f}" if hits + others else "-"
