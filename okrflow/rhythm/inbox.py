"""The inbox: what waits for a member, by kind, the kinds with the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from okrflow.web.waiting import Waiting, WaitingKind

NAMES: Final = {
    WaitingKind.PROPOSAL: "Proposals to answer",
    WaitingKind.CHECK_IN: "Check-ins",
    WaitingKind.MENTION: "You are mentioned",
    WaitingKind.FINDING: "Findings of the review",
    WaitingKind.REQUEST: "Requests",
    WaitingKind.IMPEDIMENT: "Impediments",
    WaitingKind.CLOSING: "Objectives to close",
    WaitingKind.VERDICT: "Experiments that wait for a verdict",
}


@dataclass(frozen=True, kw_only=True)
class Group:
    name: str
    waiting: Sequence[Waiting]


def by_kind(waiting: Sequence[Waiting]) -> list[Group]:
    """The groups in the order of their first entries, which stay in their order."""
    found: dict[WaitingKind, list[Waiting]] = {}
    for each in waiting:
        found.setdefault(each.kind, []).append(each)
    return [Group(name=NAMES[kind], waiting=rows) for kind, rows in found.items()]
