"""The labelled texts of the corpus, and what the wording checks make of them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from okrflow.review.words.persons import Member, Roster, person_named
from okrflow.review.words.proxies import proxy
from okrflow.review.words.verdicts import dates_only, deliveries_counted, not_an_aim, output

HERE = Path(__file__).parent
CHECKS = {
    "key_results": ("RM1", "RM2", "RM4", "MM2"),
    "objectives": ("RM5 number", "RM5 delivery", "MM2"),
    "metrics": ("TP5",),
}
_SHORT = {"RM5n": "RM5 number", "RM5d": "RM5 delivery"}


@dataclass(frozen=True)
class Case:
    """A text, what it is the title of, and the checks that should fire on it."""

    kind: str
    text: str
    labels: frozenset[str]
    source: str


@cache
def roster() -> Roster:
    """The members that the texts may name."""
    rows = tomllib.loads((HERE / "people.toml").read_text())["members"]
    people = (row.split(" | ") for row in rows)
    return Roster.of(Member(name, mail, login) for name, login, mail in people)


@cache
def cases(half: str) -> tuple[Case, ...]:
    """The cases of a half, "seen" or "unseen"."""
    return tuple(case for path in sorted((HERE / half).glob("*.toml")) for case in _cases(path))


def _cases(path: Path) -> Iterator[Case]:
    for kind, lines in tomllib.loads(path.read_text()).items():
        for line in lines:
            labels, _, text = line.partition("| ")
            yield Case(kind, text, frozenset(_SHORT.get(label, label) for label in labels.split()), path.stem)


def fired(kind: str, text: str) -> frozenset[str]:
    """The wording checks that fire on a text of this kind."""
    found = {f"RM5 {part.kind}" for part in not_an_aim(text)} if kind == "objectives" else set()
    verdicts = {
        "RM1": kind == "key_results" and output(text),
        "RM2": kind == "key_results" and deliveries_counted(text),
        "RM4": kind == "key_results" and dates_only(text),
        "MM2": kind != "metrics" and person_named(text, roster()),
        "TP5": kind == "metrics" and proxy(text),
    }
    return frozenset(found | {check for check, verdict in verdicts.items() if verdict})
