"""Whom a comment names: "@Ada Lovelace", "@ada" from her mail address, or "@Ada" where only one is called so.

Only those who can see what is commented on are looked for, so that nothing else is told apart from plain text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from okrflow.accounts.models import User


def handles(people: Iterable[User]) -> Mapping[str, list[User]]:
    """What each is called, casefolded; first names only where they tell people apart."""
    found: dict[str, list[User]] = defaultdict(list)
    first: dict[str, list[User]] = defaultdict(list)
    for person in people:
        names = {" ".join(person.name.split()).casefold(), person.email.partition("@")[0].casefold()}
        for name in names - {""}:
            found[name].append(person)
        if words := person.name.split():
            first[words[0].casefold()].append(person)
    for name, called in first.items():
        if len(called) == 1:
            found.setdefault(name, called)
    return found


def mentioned(text: str, people: Iterable[User]) -> list[User]:
    """Those of the people that the text mentions, each once, in the order of the text; the longest name counts."""
    if "@" not in text:
        return []
    known = handles(people)
    longest_first = sorted(known, key=len, reverse=True)
    folded = re.sub(r"[ \t]+", " ", text.casefold())
    found: dict[int, User] = {}
    for match in re.finditer(r"(?<![\w.@])@(?=\w)", folded):
        rest = folded[match.end() :]
        name = next((name for name in longest_first if _begins_with(rest, name)), None)
        for person in known[name] if name else []:
            found.setdefault(person.pk, person)
    return list(found.values())


def _begins_with(rest: str, name: str) -> bool:
    """As whole words: "@adam" is not Ada."""
    return rest.startswith(name) and not re.match(r"[\w@]", rest[len(name) :])


def suggested(typed: str, people: Iterable[User], *, most: int) -> list[User]:
    """Those whose name, or a part of it, or mail address begins with what is typed, by name."""
    wanted = typed.strip().removeprefix("@").casefold()
    found = [person for person in people if any(each.startswith(wanted) for each in _parts(person))]
    return sorted(found, key=lambda person: (person.name.casefold(), person.pk))[:most]


def _parts(person: User) -> list[str]:
    name = person.name.casefold()
    return [name, *name.split(), person.email.partition("@")[0].casefold()]
