"""What the review says of a file before it is brought in: the checks that need no more than its texts and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid5

from okrflow.metrics.models import Better, Metric, MetricKind, Timing, UnitKind
from okrflow.okr_imports.planning import KeyResultPlanned, ObjectivePlanned
from okrflow.okr_imports.surroundings import Surroundings
from okrflow.okrs import scoring
from okrflow.okrs.models import Aim, ObjectiveState
from okrflow.okrs.models import Cycle as StoredCycle
from okrflow.review import snapshot
from okrflow.review.findings import Finding, Found, Severity, Subject
from okrflow.review.reviewing import review
from okrflow.review.sentences import advice, message, whole_message
from okrflow.review.words.ceilings import CEILINGS
from okrflow.review.words.persons import Member

ON_TEXT: Final = frozenset(("MM2", "CA1", "RM1", "RM2", "RM4", "RM5", "CR1", "CR2", "CR8", "CR9", "TP5"))
"""The others look at the stream's history, which says nothing of OKRs that are not there yet."""
_SPACE: Final = UUID("6f6b7266-6c6f-7700-8000-696d706f7274")


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A finding as it is shown: what is wrong, and what to do instead. `about`: the key result, or nothing."""

    check: str
    severity: Severity
    about: str
    message: str
    advice: str


def remarks(objectives: Sequence[ObjectivePlanned], around: Surroundings) -> list[list[Remark]]:
    """The remarks on each objective, the worst first."""
    written = [_objective(each, place, objectives) for place, each in enumerate(objectives)]
    found = review(_snapshot(objectives, written, around)).shown
    about = {each.uuid: each.title for objective in written for each in objective.key_results}
    return [
        [
            *_owned_by_persons(read, objective),
            *(_remark(each, about) for each in found if _is_of(each, objective)),
        ]
        for read, objective in zip(objectives, written, strict=True)
    ]


def _is_of(finding: Finding, objective: snapshot.Objective) -> bool:
    return finding.found.check in ON_TEXT and finding.found.subject.objective == objective.uuid


def _remark(finding: Finding, about: dict[UUID, str]) -> Remark:
    return Remark(
        check=finding.found.check,
        severity=finding.severity,
        about=about.get(finding.found.subject.uuid, ""),
        message=whole_message(finding),
        advice=advice(finding.found),
    )


def _owned_by_persons(planned: ObjectivePlanned, objective: snapshot.Objective) -> list[Remark]:
    """MM2: other tools give OKRs to persons; here they are of streams, and a person keeps them up to date."""
    owners = [planned.read.owner, *(each.read.owner for each in planned.key_results)]
    owner = next(filter(None, owners), "")
    if not owner:
        return []
    found = Found(
        check="MM2",
        subject=Subject.of_objective(objective),
        severity=Severity(CEILINGS["MM2"]),
        facts={"who": owner},
    )
    return [
        Remark(check="MM2", severity=found.severity, about="", message=message(found), advice=advice(found))
    ]


def _snapshot(
    objectives: Sequence[ObjectivePlanned], written: Sequence[snapshot.Objective], around: Surroundings
) -> snapshot.Snapshot:
    organisation = around.rights.organisation
    members = tuple(Member(name=each.user.name, mail=each.user.email) for each in around.members)
    cycles = {_cycle_uuid(each.cycle): each.cycle for each in objectives}
    return snapshot.Snapshot(
        today=around.day,
        organisation=snapshot.Organisation(uuid=organisation.uuid, name=organisation.name, members=members),
        cycles=tuple(
            snapshot.Cycle(uuid=uuid, name=each.name, starts_on=each.starts_on, ends_on=each.ends_on)
            for uuid, each in cycles.items()
        ),
        streams=tuple(snapshot.Stream(uuid=each.uuid, name=each.name) for each in around.streams),
        objectives=tuple(written),
    )


def _cycle_uuid(cycle: StoredCycle) -> UUID:
    """One of a new cycle is the same for all its objectives."""
    return cycle.uuid if cycle.pk else uuid5(_SPACE, f"{cycle.name} {cycle.starts_on} {cycle.ends_on}")


def _objective(
    planned: ObjectivePlanned, place: int, all_planned: Sequence[ObjectivePlanned]
) -> snapshot.Objective:
    titles = [each.read.title.casefold() for each in all_planned]
    parent = planned.read.parent.casefold()
    above = titles.index(parent) if parent in titles else None
    return snapshot.Objective(
        uuid=uuid5(_SPACE, f"objective {place}"),
        title=planned.read.title,
        cycle=_cycle_uuid(planned.cycle),
        stream=planned.stream.uuid if planned.stream else None,
        state=ObjectiveState.DRAFT,
        supports=None if above in (None, place) else uuid5(_SPACE, f"objective {above}"),
        key_results=tuple(
            _key_result(each, f"{place} {number}") for number, each in enumerate(planned.key_results)
        ),
    )


def _key_result(planned: KeyResultPlanned, name: str) -> snapshot.KeyResult:
    upper = planned.aim != Aim.STAY_ABOVE
    return snapshot.KeyResult(
        uuid=uuid5(_SPACE, f"key result {name}"),
        title=planned.read.title,
        metric=_metric(planned.metric, planned.values) if planned.metric else None,
        aim=scoring.Aim(planned.aim),
        baseline=planned.baseline,
        target=planned.target if upper else None,
        lower=None if upper else planned.target,
    )


def _metric(metric: Metric, values: Mapping[date, Decimal]) -> snapshot.Metric:
    return snapshot.Metric(
        uuid=metric.uuid,
        name=metric.name,
        kind=MetricKind(metric.kind),
        timing=Timing(metric.timing),
        unit_kind=UnitKind(metric.unit_kind),
        unit=metric.unit,
        digits=metric.digits,
        better=Better(metric.better),
        history=tuple((day, float(value)) for day, value in values.items()),
    )
