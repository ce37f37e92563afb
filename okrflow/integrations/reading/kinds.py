"""Kinds of work guessed from the names of issue types."""

import re
from typing import Literal

KindName = Literal["feature", "defect", "risk", "debt"]
KINDS: tuple[KindName, ...] = ("feature", "defect", "risk", "debt")
_WORDS: tuple[tuple[KindName, re.Pattern[str]], ...] = (
    (
        "risk",
        re.compile(
            r"\b(?:risks?|vulnerabilit(?:y|ies)|security|cve|compliance|audit|privacy|gdpr|threat|pentest)\b"
        ),
    ),
    (
        "debt",
        re.compile(
            r"\b(?:debt|chores?|refactor\w*|maintenance|upgrade|upkeep|clean ?up|housekeeping|migration|"
            r"technical|dependenc(?:y|ies)|"
            r"tech|tooling|infrastructure|architecture|enabler)\b"
        ),
    ),
    (
        "defect",
        re.compile(
            r"\b(?:bugs?|defects?|incidents?|problems?|faults?|errors?|hot ?fix|fix|regressions?|outage|"
            r"issue type: bug|failure)\b"
        ),
    ),
)


def guess_kind(name: str) -> KindName:
    """Risk, debt or defect where a word says so, else feature (the default, to be confirmed)."""
    plain = re.sub(r"[^\w ]|_", " ", name.casefold())
    return next((kind for kind, words in _WORDS if words.search(plain)), "feature")
