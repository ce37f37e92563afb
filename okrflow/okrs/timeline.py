"""What happened to an objective, newest first: rooms above add what they know to what is known here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.dispatch import Signal

from okrflow.okrs.models import Objective


@dataclass(frozen=True, kw_only=True)
class Change:
    """A field by its label, as it read before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Happening:
    """`who` is a name, empty for okrflow itself; `words` are a sentence without the name ("published it")."""

    at: datetime
    who: str
    words: str
    url: str = ""
    changes: Sequence[Change] = ()


happenings_wanted: Final = Signal()
"""Receivers take `objective` and `rights` (the reader's `OkrRights`) and return a list of `Happening`."""


def told_above(objective: Objective, rights: Any) -> list[Happening]:
    """What the rooms above know of it, in no order."""
    answers: list[tuple[Any, Any]] = happenings_wanted.send(
        sender=Objective, objective=objective, rights=rights
    )
    return [each for _, every in answers for each in every]
