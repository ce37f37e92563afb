"""Writing what a run found: findings are opened, changed, closed and reopened, and never lost."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from okrflow.okrs.models import Objective
from okrflow.organisations.models import Organisation
from okrflow.review.families import CHECKS
from okrflow.review.findings import Finding as Seen
from okrflow.review.findings import Found, Identity, Result
from okrflow.review.models import Episode, Finding
from okrflow.review.services.told import Private
from okrflow.review.stored import as_json
from okrflow.value_streams.models import ValueStream

RUNS: Final = 2
RUNS_OF: Final[Mapping[str, int]] = {"CP4": 3}
"""On so many runs in a row a finding holds before it opens."""
CHANGING: Final = (
    "check_version",
    "severity",
    "not_publishable",
    "message",
    "advice",
    "facts",
    "concerns",
    "value_stream_id",
    "objective_id",
    "of_draft",
    "of_team",
)


@dataclass(kw_only=True)
class Written:
    """The rows that a run opened, closed, and changed otherwise."""

    opened: list[Finding] = field(default_factory=list)
    closed: list[Finding] = field(default_factory=list)
    changed: list[Finding] = field(default_factory=list)


def write(
    organisation: Organisation,
    result: Result,
    rows: Sequence[Finding],
    *,
    touched: Collection[UUID],
    private: Private,
    counts: bool,
    now: datetime,
) -> Written:
    """Bring `rows`, the open ones and those closed lately, to what was found. Some ten queries, whatever their number."""
    streams = dict(ValueStream.objects.for_organisation(organisation).values_list("uuid", "pk"))
    objectives = dict(Objective.objects.for_organisation(organisation).values_list("uuid", "pk"))
    known = {row.identity(organisation): row for row in rows}
    written, by_identity = Written(), dict[Identity, Finding]()
    new, seen_again = list[Finding](), list[Finding]()
    for seen in result.findings:
        row = known.get(seen.identity) or _row(organisation, seen.identity)
        values = _values(seen, streams, objectives, private)
        differs = any(getattr(row, name) != value for name, value in values.items())
        for name, value in values.items():
            setattr(row, name, value)
        by_identity[seen.identity] = row
        if row.is_open:
            written.changed += [row] if differs else []
            continue
        row.seen_runs += counts or not row.pk
        if row.seen_runs >= RUNS_OF.get(row.check_id, RUNS) or _is_touched(seen, touched):
            row.opened_at, row.closed_at = now, None
            written.opened.append(row)
        (seen_again if row.pk else new).append(row)
    gone = [row for identity, row in known.items() if identity not in by_identity]
    _store(written, new, seen_again, gone, now)
    _absorb(result, by_identity, written)
    return written


def _row(organisation: Organisation, identity: Identity) -> Finding:
    return Finding(
        organisation=organisation,
        check_id=identity.check,
        subject_type=identity.subject_type.value,
        subject_uuid=identity.subject,
        discriminator=identity.discriminator,
    )


def _values(
    seen: Seen, streams: Mapping[UUID, int], objectives: Mapping[UUID, int], private: Private
) -> dict[str, Any]:
    """What of a finding may change while it stays the same one."""
    found, sentence = seen.found, CHECKS[seen.found.check].said(seen.found.wording)
    message, facts = sentence.message, as_json(found.facts)
    for place, added in enumerate(seen.adds):
        message += " " + CHECKS[added.check].said(added.wording).message.replace("{", f"{{added{place}_")
        facts |= {f"added{place}_{name}": fact for name, fact in as_json(added.facts).items()}
    subject = found.subject
    return {
        "check_version": CHECKS[found.check].version,
        "severity": seen.severity.value,
        "not_publishable": seen.not_publishable,
        "message": message,
        "advice": sentence.advice,
        "facts": facts,
        "concerns": [str(each) for each in found.concerns],
        "value_stream_id": streams.get(subject.stream) if subject.stream else None,
        "objective_id": objectives.get(subject.objective) if subject.objective else None,
        "of_draft": seen.of_draft,
        "of_team": private.of_team(found),
    }


def _is_touched(seen: Seen, touched: Collection[UUID]) -> bool:
    """Whether somebody has just written what it is about."""
    found: Found = seen.found
    return found.subject.objective in touched or any(each in touched for each in found.concerns)


def _store(
    written: Written,
    new: Sequence[Finding],
    seen_again: Sequence[Finding],
    gone: Sequence[Finding],
    now: datetime,
) -> None:
    for row in gone:
        if row.is_open:
            row.closed_at, row.seen_runs, row.absorbed_by = now, 0, None
            written.closed.append(row)
    never_opened = [row.pk for row in gone if row.opened_at is None]
    Finding.objects.filter(pk__in=never_opened).delete()
    again = [row for row in gone if row.closed_at and row not in written.closed and row.seen_runs]
    for row in again:
        row.seen_runs = 0
    Finding.objects.bulk_create(new, batch_size=1000)
    changed = [*written.changed, *written.closed, *seen_again, *again]
    Finding.objects.bulk_update(
        changed, [*CHANGING, "seen_runs", "opened_at", "closed_at", "absorbed_by"], batch_size=500
    )
    Episode.objects.filter(finding__in=written.closed, closed_at=None).update(closed_at=now)
    Episode.objects.bulk_create(
        [Episode(organisation_id=row.organisation_id, finding=row, opened_at=now) for row in written.opened],
        batch_size=1000,
    )


def _absorb(result: Result, by_identity: Mapping[Identity, Finding], written: Written) -> None:
    """Which one is shown in the place of which."""
    moved = []
    for seen in result.findings:
        row = by_identity[seen.identity]
        absorber = by_identity[seen.absorbed_by].pk if seen.absorbed_by else None
        if row.absorbed_by_id != absorber:
            row.absorbed_by_id = absorber
            moved.append(row)
    Finding.objects.bulk_update(moved, ["absorbed_by"], batch_size=1000)
    written.changed += [row for row in moved if row.is_open and row not in written.opened]
