"""Blocks: what an objective can't be published with, and a commitment not be made with. Waiving one changes nothing here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from okrflow.okrs.hard_rules import Problem
from okrflow.okrs.models import Aim, KeyResult, Objective, ObjectiveState
from okrflow.okrs.services import NotReady
from okrflow.plans.models import PlanEntry
from okrflow.plans.services import NotAPlan
from okrflow.review import snapshot as seen
from okrflow.review.families.capacity import more_than_fits
from okrflow.review.families.cascade import many_levels
from okrflow.review.findings import Found, Severity, SubjectType
from okrflow.review.reading import Moment, okrs_snapshot
from okrflow.review.reading.okrs import read_cycles
from okrflow.review.reading.streams import read_streams, with_plans
from okrflow.review.reading.whole import thresholds_of
from okrflow.review.reviewing import review_form
from okrflow.review.sentences import advice, message
from okrflow.review.snapshot import Snapshot
from okrflow.review.written import as_written

FIELDS: Final[Mapping[str, str]] = {"BN3": "baseline", "CA1": "supports"}
"""The field that a block is told at; others stand above the whole."""
Key = tuple[str, object, str]


def require_no_blocks(
    objective: Objective, key_results: Sequence[KeyResult], *, first: bool, now: datetime
) -> None:
    """Raise NotReady for what it can't be published with, or, of a published one, for what a change would bring in."""
    moment = Moment(organisation=objective.organisation, now=now)
    snapshot = okrs_snapshot(objective.organisation, now=now)
    draft = replace(
        as_written(objective, key_results, snapshot, moment), state=ObjectiveState.DRAFT, published_on=None
    )
    blocks = _blocks(snapshot, draft, publishing=first)
    before = snapshot.objective_by_uuid.get(objective.uuid)
    if not first and before is not None:
        present = _blocks(snapshot, replace(before, state=ObjectiveState.DRAFT), publishing=False)
        blocks = {key: each for key, each in blocks.items() if _is_worse(each, present.get(key))}
    if blocks:
        places = {each.uuid: place for place, each in enumerate(key_results)}
        raise NotReady([_problem(each, places, key_results) for each in blocks.values()])


def _blocks(snapshot: Snapshot, draft: seen.Objective, *, publishing: bool) -> dict[Key, Found]:
    """What stops it: its own blocks, those of chains that it makes longer, and too much at once where it adds to it."""
    found = [
        each.found
        for each in review_form(snapshot, draft).shown
        if each.found.severity == Severity.BLOCK and _concerns(each.found, draft, publishing=publishing)
    ]
    with_it = snapshot.with_objective(draft)
    for below in _below(with_it, draft):
        chains = (each for each in many_levels(with_it, below) if isinstance(each, Found))
        found += [each for each in chains if each.severity == Severity.BLOCK]
    return {(each.check, each.subject.uuid, each.discriminator): each for each in found}


def _concerns(found: Found, draft: seen.Objective, *, publishing: bool) -> bool:
    if found.subject.type == SubjectType.STREAM:
        return publishing and found.check == "MM4"
    return found.subject.objective == draft.uuid


def _below(snapshot: Snapshot, objective: seen.Objective) -> Iterable[seen.Objective]:
    """All objectives that support it, over however many levels."""
    waiting, met = [objective], {objective.uuid}
    while waiting:
        for child in snapshot.supported_by.get(waiting.pop().uuid, ()):
            if child.uuid not in met:
                met.add(child.uuid)
                waiting.append(child)
                yield child


def _is_worse(found: Found, before: Found | None) -> bool:
    """Whether it was not there before, or, of a chain, was shorter."""
    return before is None or (found.check == "CA1" and len(found.concerns) > len(before.concerns))


def _problem(found: Found, places: Mapping[UUID, int], key_results: Sequence[KeyResult]) -> Problem:
    """Where the form tells it, and how."""
    place = places.get(found.subject.uuid)
    return Problem(place, _field(found, place, key_results), f"{message(found)} {advice(found)}")


def _field(found: Found, place: int | None, key_results: Sequence[KeyResult]) -> str:
    if found.check != "CR8":
        return FIELDS.get(found.check, "")
    if place is None:
        return "cycle"
    row = key_results[place]
    if Aim(row.aim).moves:
        return "target"
    return "upper" if row.target is not None else "lower"


def require_room(plan_entry: PlanEntry, *, now: datetime) -> None:
    """Raise NotAPlan where the running cycle's commitments are more than the stream reaches even with luck (CP1)."""
    moment = Moment(organisation=plan_entry.organisation, now=now)
    cycles = read_cycles(moment)
    of_cycle = Snapshot(
        today=moment.today,
        organisation=seen.Organisation(uuid=moment.organisation.uuid, name=moment.organisation.name),
        thresholds=thresholds_of(moment.organisation),
        cycles=cycles,
    )
    rows = [plan_entry.value_stream]
    (stream,) = with_plans(moment, rows, read_streams(moment, rows), of_cycle.current)
    for found in more_than_fits(replace(of_cycle, streams=(stream,)), stream):
        blocked = isinstance(found, Found) and found.severity == Severity.BLOCK
        if isinstance(found, Found) and blocked and plan_entry.uuid in found.concerns:
            raise NotAPlan("to_on", f"{message(found)} {advice(found)}")
