"""A title as the wording checks read it: its tokens with their places, and whether it is English."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from okrflow.review.words import english
from okrflow.review.words.folding import folded_letters
from okrflow.review.words.lexicon import delivering, known

# linear: joiners and runs of letters have no character in common
_TOKEN: Final = re.compile(r"@?[^\W_]+(?:(?:[._/@'-]|(?<=\d)[,:](?=\d))[^\W_]+)*|->|=>|\S")
_ARROWS: Final = {"→": "->", "⇒": "->", "=>": "->", "➔": "->"}
_QUOTES: Final = {"'", '"', "*", "_", "«", "»"}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign, folded; `start` and `end` are its place in the text as it was written."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()

    @property
    def is_sign(self) -> bool:
        return not self.text[-1].isalnum()


@dataclass(frozen=True, slots=True, eq=False)
class Title:
    """The text of an objective, a key result or a metric; `read` gives the same one for the same text."""

    raw: str
    tokens: tuple[Token, ...]
    is_english: bool

    def at(self, index: int) -> str:
        """The folded token there, or nothing outside."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def span(self, first: int, last: int) -> Span:
        """Where the tokens from first to last stand in the text."""
        return self.tokens[first].start, self.tokens[last].end

    def quote(self, first: int, last: int) -> str:
        """These tokens as they were written."""
        start, end = self.span(first, last)
        return self.raw[start:end]


@lru_cache(maxsize=32_768)
def read(text: str) -> Title:
    """The title, of which the beginning is read that `folded_letters` gives."""
    letters, origins = folded_letters(text)
    found = (part for match in _TOKEN.finditer(letters) for part in _parts(match.group(), match.start()))
    tokens = tuple(Token(word, origins[start], origins[end - 1] + 1) for word, start, end in found)
    return Title(text, tokens, _is_english(tokens))


def _parts(text: str, start: int) -> list[tuple[str, int, int]]:
    """The token with its place; two for a verb hyphened to its second half (rolled-out), none for a quotation mark."""
    text, end = _ARROWS.get(text, text), start + len(text)
    if text in _QUOTES:
        return []
    head, _, tail = text.partition("-")
    if tail in english.PARTICLES and tail in english.PHRASAL.get(
        next(iter(delivering(head).values()), ""), ()
    ):
        middle = start + len(head)
        return [(head, start, middle), (tail, middle + 1, end)]
    return [(text.removesuffix("'s") or text, start, end)]


def language_of(text: str) -> str:
    """ "en", or nothing when it can't be told that the text is English: then the wording checks are silent."""
    return "en" if read(text).is_english else ""


def _is_english(tokens: tuple[Token, ...]) -> bool:
    """Function words weigh two and known content words one, for English or against it."""
    weights = [_weights(token.text) for token in tokens if token.is_word]
    return sum(ours for ours, _ in weights) > sum(theirs for _, theirs in weights)


@lru_cache(maxsize=32_768)
def _weights(word: str) -> tuple[int, int]:
    """What a word says for English and for another language; letters outside ASCII are left by no Latin word."""
    if word in english.SHARED_WORDS:
        return 0, 0
    if word in english.FUNCTION_WORDS:
        return 2, 0
    if word in english.FOREIGN_WORDS or not word.isascii():
        return 0, 2
    return int(known(word)), 0
