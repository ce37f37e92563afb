"""What a check is: what it finds, the sentences it says it with, and the function that looks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from okrflow.review.findings import Found, Silenced
from okrflow.review.snapshot import Objective, Organisation, Snapshot, Stream

Looked = Iterator[Found | Silenced]
Subject = TypeVar("Subject", Objective, Stream, Organisation)


class Family(StrEnum):
    """In the order in which their findings are shown."""

    BOTTLENECK = "bottleneck ignored"
    CAPACITY = "capacity ignored"
    MICROMANAGEMENT = "micromanagement"
    BUSINESS = "business metrics only"
    TEAM = "team or proxy metrics only"
    CASCADE = "cascade"
    ROADMAP = "roadmap in disguise"
    CRAFT = "craft"
    LEARNING = "learning"


class Sentence(NamedTuple):
    """What is wrong, and what to do instead; {names} are facts of the finding."""

    message: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Generic[Subject]):
    """One check. `look` is called for each live objective, for each stream, or for the organisation.

    `variants` are further sentences by the finding's wording. `as_typed`: it needs no more than the objective's stream and
    the last snapshot, and runs beside the form. `of_past` runs on all objectives, also on those whose cycle is over.
    """

    id: str
    finds: str
    look: Callable[[Snapshot, Subject], Looked]
    sentence: Sentence
    variants: Mapping[str, Sentence] = field(default_factory=dict)
    version: int = 1
    as_typed: bool = True
    of_past: bool = False

    def said(self, wording: str) -> Sentence:
        return self.variants[wording] if wording else self.sentence
