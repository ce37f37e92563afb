"""Proposals of Northwind, through the services: Ada, the owner, puts them to Policy, which Ben leads."""

from dataclasses import replace
from datetime import datetime

from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.proposals import services
from okrflow.proposals.changes import as_it_is
from okrflow.proposals.models import Proposal
from okrflow.value_streams.models import ValueStream
from tests.metrics.northwind import Northwind
from tests.okrs.given import NOW, rights


def proposed(
    nw: Northwind,
    cycle: Cycle,
    *key_results: KeyResultGiven,
    by: str = "ada",
    to: ValueStream | None | str = "policy",
    title: str = "Brokers trust us",
    note: str = "",
    now: datetime = NOW,
) -> Proposal:
    return services.propose(
        rights=rights(nw, by),
        value_stream=nw.policy if to == "policy" else to,  # type: ignore[arg-type]
        given=ObjectiveGiven(title=title, cycle=cycle, why="They call twice"),
        key_results=key_results,
        note=note,
        now=now,
    )


def change_proposed(
    nw: Northwind, objective: Objective, *, by: str = "ada", note: str = "", **changes: object
) -> Proposal:
    """A change of the objective's first key result, or, with `objective_title`, of its own title."""
    given, rows = as_it_is(objective)
    if title := changes.pop("objective_title", None):
        given = replace(given, title=str(title))
    if changes:
        rows = [replace(rows[0], **changes), *rows[1:]]  # type: ignore[arg-type]
    return services.propose_change(
        rights=rights(nw, by), objective=objective, given=given, key_results=rows, note=note, now=NOW
    )


def accepted(
    nw: Northwind, proposal: Proposal, *, by: str = "ben", now: datetime = NOW, version: int | None = None
) -> Objective:
    wanted = proposal.version if version is None else version
    return services.accept(rights=rights(nw, by), proposal=proposal, version=wanted, now=now)


def lead(nw: Northwind) -> OkrRights:
    return rights(nw, "ben")
