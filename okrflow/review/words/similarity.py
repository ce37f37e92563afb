"""How alike two titles are: the share of trigrams that they have in common, the same in form, nightly run and tests.

A trigram is three letters of a word that begins with two blanks and ends with one, as in PostgreSQL's `pg_trgm`; words are
folded first, so that case, spacing, accents and look-alikes change nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

from okrflow.review.words.folding import folded_letters

_WORD: Final = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """The words of a text, folded, one blank between them."""
    return " ".join(_WORD.findall(folded_letters(text)[0]))


@lru_cache(maxsize=32_768)
def trigrams(text: str) -> frozenset[str]:
    """The trigrams of the folded words of a text."""
    padded = (f"  {word} " for word in folded(text).split())
    return frozenset(word[start : start + 3] for word in padded for start in range(len(word) - 2))


def similarity(a: str, b: str) -> float:
    """From 0, nothing in common, to 1, the same words in whatever order; 0 when one has no words."""
    return _jaccard(trigrams(a), trigrams(b))


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    common = len(a & b)
    return common / (len(a) + len(b) - common) if common else 0.0


@dataclass(frozen=True, slots=True)
class Like:
    """The title at this index, and how alike it is."""

    index: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles to compare others with; their trigrams are made once."""

    sets: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        return cls(tuple(trigrams(text) for text in texts))

    def holds_like(self, text: str, *, least: float) -> bool:
        """Whether one is at least that alike."""
        mine = trigrams(text)
        return any(_jaccard(mine, theirs) >= least for _, theirs in self._near(mine, least))

    def like(self, text: str, *, least: float) -> list[Like]:
        """Those at least that alike, the most alike first, the earlier of equals."""
        mine = trigrams(text)
        scores = (Like(index, _jaccard(mine, theirs)) for index, theirs in self._near(mine, least))
        return sorted(
            (like for like in scores if like.similarity >= least), key=lambda like: -like.similarity
        )

    def _near(self, mine: frozenset[str], least: float) -> Iterator[tuple[int, frozenset[str]]]:
        """Of sets that differ in size by more, the share in common is always smaller."""
        size = len(mine)
        for index, theirs in enumerate(self.sets):
            other = len(theirs)
            if least * other <= size and least * size <= other:
                yield index, theirs
