"""One cause, one finding: which finding hides which. The hidden ones are kept, and say what hides them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from okrflow.review.findings import Found, Severity

Keys = Callable[[Found], tuple[UUID | None, ...]]
EVERYTHING: Final = frozenset({"*"})


def subject(found: Found) -> tuple[UUID | None, ...]:
    return (found.subject.uuid,)


def stream(found: Found) -> tuple[UUID | None, ...]:
    return (found.subject.stream,)


def concerns(found: Found) -> tuple[UUID | None, ...]:
    return found.concerns


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A finding of `check` hides those of `hides` where one of its keys is one of theirs.

    `adds`: it takes over their sentence. `only_blocks` narrows those that hide, `only_wording` those that are hidden.
    """

    check: str
    hides: frozenset[str]
    by: Keys = subject
    where: Keys = subject
    adds: bool = False
    only_blocks: bool = False
    only_wording: str = ""

    def can_hide(self, found: Found) -> bool:
        return found.check == self.check and (found.severity == Severity.BLOCK or not self.only_blocks)

    def can_be_hidden(self, found: Found) -> bool:
        named = found.check in self.hides or (self.hides is EVERYTHING and found.check != self.check)
        return named and self.only_wording in {"", found.wording}


RULES: Final[Sequence[Rule]] = (
    Rule(check="CR1", hides=EVERYTHING),
    Rule(check="RM2", hides=frozenset({"RM1", "RM4", "MM3"}), by=concerns, only_blocks=True),
    Rule(check="MM3", hides=frozenset({"RM1"})),
    Rule(check="RM1", hides=frozenset({"RM4"}), adds=True),
    Rule(check="BM3", hides=frozenset({"BM1"}), by=concerns),
    Rule(check="BM2", hides=frozenset({"BM1"})),
    Rule(check="TP1", hides=frozenset({"TP2", "BM1"})),
    Rule(check="CA2", hides=frozenset({"CR6"}), where=concerns),
    Rule(check="CP1", hides=frozenset({"CP3", "CP5"}), by=stream, where=stream),
    Rule(check="MM4", hides=frozenset({"CR2"}), by=concerns, only_wording="many"),
)
"""The first that fits counts. BN4 stands alone without a rule: the checks that need more history are silenced."""


@dataclass(frozen=True, slots=True)
class Absorbed:
    """For each hidden finding, by its place, the place of the one that is shown for it; and what those take over."""

    by: Mapping[int, int]
    added: Mapping[int, Sequence[Found]]


def absorb(found: Sequence[Found]) -> Absorbed:
    """Apply the rules."""
    hidden: dict[int, int] = {}
    added: dict[int, list[Found]] = {}
    for rule in RULES:
        hiding = {
            key: place for place, each in enumerate(found) if rule.can_hide(each) for key in rule.by(each)
        }
        for place, each in enumerate(found) if hiding else ():
            if place in hidden or not rule.can_be_hidden(each):
                continue
            absorber = next((hiding[key] for key in rule.where(each) if key and key in hiding), None)
            if absorber is not None:
                hidden[place] = absorber
                if rule.adds:
                    added.setdefault(absorber, []).append(each)
    return Absorbed({place: _shown(hidden, place) for place in hidden}, added)


def _shown(hidden: Mapping[int, int], place: int) -> int:
    """The one at the end of the chain of those that hide each other."""
    while place in hidden:
        place = hidden[place]
    return place
