"""MM2: a text that names a member, by mail address, login, full name, initial and surname, or a lone first name.

Names are compared without case, accents, apostrophes and hyphens. A mail address, an @login and a full name are found in every
language; a bare login and a lone first name in English only, because a dictionary must tell them from words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

from okrflow.review.words import english
from okrflow.review.words.folding import folded_letters
from okrflow.review.words.lexicon import in_dictionary
from okrflow.review.words.reading import Span, Title, read

SHORTEST_LOGIN: Final = 5
_ARTICLES: Final = {"a", "i", "o", "e", "y"}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may be named; what stands before the @ of a mail address is a login too."""

    name: str
    mail: str = ""
    login: str = ""


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """This member is named, with these words of the text."""

    name: str
    quote: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One word of a text or of a name, and its place."""

    text: str
    start: int
    end: int
    abbreviated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """The members of an organisation, ready to be looked for; make it once with `Roster.of`."""

    mails: dict[str, str]
    logins: dict[str, str]
    names: dict[tuple[str, ...], str]
    longest: int

    @classmethod
    def of(cls, members: Iterable[Member]) -> Self:
        """The members by all that they may be written as; of two with one way, the first."""
        mails: dict[str, str] = {}
        logins: dict[str, str] = {}
        names: dict[tuple[str, ...], str] = {}
        for member in members:
            mail = _low(member.mail)
            mails.setdefault(mail, member.name)
            for login in (_low(member.login), mail.partition("@")[0]):
                logins.setdefault(login, member.name)
            for written in _ways_to_write(member.name):
                names.setdefault(written, member.name)
        return cls(mails, logins, names, max(map(len, names), default=0))


def person_named(text: str, roster: Roster) -> PersonNamed | None:
    """The first member that the text names; None when it names nobody."""
    title = read(text)
    return next(_addresses(title, roster), None) or next(_names(title, roster), None)


def _addresses(title: Title, roster: Roster) -> Iterator[PersonNamed]:
    """Mail addresses, @logins, and in an English text bare logins."""
    for index, token in enumerate(title.tokens):
        name = roster.logins.get(token.text[1:]) if token.text[0] == "@" else roster.mails.get(token.text)
        if not name and title.is_english and _telling(token.text):
            name = roster.logins.get(token.text)
        if name:
            yield PersonNamed(name, title.quote(index, index), (title.span(index, index),))


def _telling(login: str) -> bool:
    return sum(letter.isalpha() for letter in login) >= SHORTEST_LOGIN and not in_dictionary(login)


def _names(title: Title, roster: Roster) -> Iterator[PersonNamed]:
    parts = _parts(title)
    for index in range(len(parts)):
        for length in range(min(roster.longest, len(parts) - index), 0, -1):
            found = parts[index : index + length]
            name = roster.names.get(tuple(part.text for part in found))
            if name and _sure(found, is_english=title.is_english):
                span = found[0].start, found[-1].end
                yield PersonNamed(name, title.raw[slice(*span)], (span,))


def _sure(found: list[_Part], *, is_english: bool) -> bool:
    """Whether these words are meant as the name that they may be: "a baker" is not A. Baker."""
    if len(found) > 1:
        return found[0].text not in _ARTICLES or found[0].abbreviated
    return is_english and not in_dictionary(found[0].text)


def _ways_to_write(name: str) -> Iterator[tuple[str, ...]]:
    """Full, surname first, first and last, initial and surname, titled, first name alone."""
    words = tuple(part.text for part in _parts(read(name)))
    yield words[:1]
    if len(words) > 1:
        first, last = words[0], words[-1]
        yield from (words, (first, last), (last, first), (first[0], last), (last, first[0]))
        yield from ((title, last) for title in sorted(english.NAME_TITLES))


@lru_cache(maxsize=32_768)
def _parts(title: Title) -> list[_Part]:
    """The words, those with a hyphen apart, without apostrophes."""
    parts: list[_Part] = []
    for index, token in enumerate(title.tokens):
        if token.is_sign:
            continue
        start = token.start
        pieces = token.text.replace("/", "-").split("-")
        for piece in pieces[:-1]:
            parts.append(_Part(piece.replace("'", ""), start, start + len(piece), abbreviated=False))
            start += len(piece) + 1
        parts.append(_Part(pieces[-1].replace("'", ""), start, token.end, title.at(index + 1) == "."))
    return parts


def _low(text: str) -> str:
    return folded_letters(text)[0].strip()
