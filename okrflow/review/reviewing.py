"""The review: all checks on a snapshot, or those of one objective as it is being written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from okrflow.review.absorbing import absorb
from okrflow.review.checks import Family
from okrflow.review.families import FAMILY_OF, OBJECTIVE_CHECKS, ORGANISATION_CHECKS, STREAM_CHECKS
from okrflow.review.findings import Finding, Found, Identity, Result, Severity, Silenced
from okrflow.review.snapshot import Objective, Snapshot

_SEVERITIES: Final = {severity: place for place, severity in enumerate(Severity)}
_FAMILIES: Final = {family: place for place, family in enumerate(Family)}
Opened = Mapping[Identity, datetime]
"""When findings that are known already were opened."""


def review(snapshot: Snapshot, *, opened: Opened | None = None) -> Result:
    """All that the checks find, in the order in which it is shown."""
    return _result(snapshot, _looked(snapshot), opened or {})


def review_form(snapshot: Snapshot, objective: Objective) -> Result:
    """What concerns an objective as it is typed, with the last snapshot for all else; nothing in it is stored."""
    with_it = snapshot.with_objective(objective)
    stream = with_it.stream_of(objective)
    looked: list[Found | Silenced] = []
    for check in OBJECTIVE_CHECKS:
        if check.as_typed:
            looked += check.look(with_it, objective)
    for check_of_stream in STREAM_CHECKS if stream else ():
        looked += check_of_stream.look(with_it, stream) if stream and check_of_stream.as_typed else ()
    return _result(with_it, looked, {})


def _looked(snapshot: Snapshot) -> Iterator[Found | Silenced]:
    live = snapshot.live
    for check in OBJECTIVE_CHECKS:
        for objective in snapshot.objectives if check.of_past else live:
            yield from check.look(snapshot, objective)
    for check_of_stream in STREAM_CHECKS:
        for stream in snapshot.streams:
            yield from check_of_stream.look(snapshot, stream)
    for check_of_organisation in ORGANISATION_CHECKS:
        yield from check_of_organisation.look(snapshot, snapshot.organisation)


def _result(snapshot: Snapshot, looked: Iterable[Found | Silenced], opened: Opened) -> Result:
    found: dict[Identity, Found] = {}
    silenced: list[Silenced] = []
    for each in looked:
        if isinstance(each, Silenced):
            silenced.append(each)
        else:
            found.setdefault(_identity(snapshot, each), each)
    findings = _findings(snapshot, found)
    return Result(findings=sorted(findings, key=lambda each: _place(each, opened)), silenced=silenced)


def _identity(snapshot: Snapshot, found: Found) -> Identity:
    subject = found.subject
    return Identity(snapshot.organisation.uuid, found.check, subject.type, subject.uuid, found.discriminator)


def _findings(snapshot: Snapshot, found: Mapping[Identity, Found]) -> list[Finding]:
    identities, every = list(found), list(found.values())
    absorbed = absorb(every)
    return [
        _finding(
            snapshot,
            identity,
            each,
            absorbed_by=identities[absorbed.by[place]] if place in absorbed.by else None,
            adds=absorbed.added.get(place, ()),
        )
        for place, (identity, each) in enumerate(found.items())
    ]


def _finding(
    snapshot: Snapshot,
    identity: Identity,
    found: Found,
    *,
    absorbed_by: Identity | None,
    adds: Sequence[Found],
) -> Finding:
    objective = _objective(snapshot, found.subject.objective)
    blocked = objective is not None and not objective.is_draft and found.severity == Severity.BLOCK
    return Finding(
        identity=identity,
        found=found,
        severity=Severity.WARN if blocked else found.severity,
        not_publishable=blocked,
        of_draft=objective is not None and objective.is_draft,
        absorbed_by=absorbed_by,
        adds=adds,
    )


def _objective(snapshot: Snapshot, uuid: UUID | None) -> Objective | None:
    return snapshot.objective_by_uuid.get(uuid) if uuid else None


def _place(finding: Finding, opened: Opened) -> tuple[int, int, float, Identity]:
    """What is shown first: the severest, then by family, then the newest."""
    since = opened.get(finding.identity)
    return (
        _SEVERITIES[finding.severity],
        _FAMILIES[FAMILY_OF[finding.found.check]],
        -since.timestamp() if since else float("-inf"),
        finding.identity,
    )
