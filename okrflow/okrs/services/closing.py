"""Closing objectives: what they came to is frozen, graded, and looked back on (scores, "Closing"; ownership, rule 1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from okrflow.metrics.decimals import stored
from okrflow.metrics.values import end_of, local_day
from okrflow.okrs import scoring
from okrflow.okrs.models import (
    Grade,
    KeyResult,
    Objective,
    ObjectiveState,
    OkrSettings,
    Retrospective,
)
from okrflow.okrs.progress.freezing import frozen
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.scoring import Part
from okrflow.okrs.scoring.closing import LONGEST_GRACE_DAYS
from okrflow.okrs.services.locking import locked
from okrflow.okrs.services.telling import tell
from okrflow.organisations.models import Organisation
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today

_FROZEN: Final = ("closed_value", "closed_score", "closed_late", "evidence")
_LONGEST: Final = timedelta(days=LONGEST_GRACE_DAYS + 2)


class NotClosable(Refused):
    """It can't be closed, graded or opened again like this; `field` is the form's."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingGiven:
    """What people say at the end: `why` it closes before its cycle does, another grade than the score's with the reason,
    and the answers to the three questions."""

    why: str = ""
    grade: str = ""
    grade_reason: str = ""
    learnt: str = ""
    experiment_showed: str = ""
    changes_next: str = ""


def grace_days(organisation: Organisation) -> int:
    """How long values about days before the end still count. One query."""
    kept = OkrSettings.objects.filter(organisation=organisation).first()
    return (kept or OkrSettings()).grace_days


def end_of_counting(objective: Objective, closed_on: date) -> date:
    """The first day that counts no more for an objective closed on a day: its cycle's end, or the day after."""
    return min(objective.cycle.ends_on, closed_on + timedelta(days=1))


def grace_ends_at(objective: Objective, *, days: int) -> datetime:
    """From when on a closed objective stays as it is."""
    assert objective.closed_at is not None
    closed_on = local_day(objective.organisation, objective.closed_at)
    last = end_of_counting(objective, closed_on) + timedelta(days=days - 1)
    return end_of(objective.organisation, last)


@transaction.atomic
def close_objective(
    *, rights: OkrRights, objective: Objective, given: ClosingGiven, now: datetime | None = None
) -> Objective:
    """Freeze what its key results came to and grade it by its score. Raises PermissionDenied, NotClosable."""
    now = now or timezone.now()
    rights.require_closing(objective.value_stream)
    found = locked(objective.organisation, objective)
    _require_open(found)
    day = today(found.organisation, now=now)
    if day < found.cycle.ends_on and not given.why.strip():
        raise NotClosable("why", f"{found.cycle} is not over. Say why it is closed before its end.")
    found.state, found.closed_at, found.closed_by = ObjectiveState.CLOSED, now, rights.access.user
    found.closed_why = given.why if day < found.cycle.ends_on else ""
    _freeze(found, now=now)
    _say(found, given, by=rights.access.user)
    return _saved(found)


@transaction.atomic
def close_as_dropped(*, objective: Objective, by: Any, reason: str, now: datetime | None = None) -> Objective:
    """Close it without a score, graded by no one, because its stream is closed (ownership, rule 10). The caller has seen
    to the right; a draft is no objective yet. Raises NotClosable."""
    found = locked(objective.organisation, objective)
    _require_open(found)
    found.state, found.closed_at, found.closed_by = ObjectiveState.CLOSED, now or timezone.now(), by
    found.closed_why, found.grade, found.closed_score = reason, Grade.DROPPED, None
    return _saved(found)


@transaction.atomic
def look_back(*, rights: OkrRights, objective: Objective, given: ClosingGiven) -> Objective:
    """Another grade, other answers; the score stays. Raises PermissionDenied, NotClosable."""
    rights.require_closing(objective.value_stream)
    found = locked(objective.organisation, objective)
    if not found.is_closed:
        raise NotClosable("", "It is not closed yet.")
    _say(found, given, by=rights.access.user)
    return _saved(found)


@transaction.atomic
def reopen_objective(*, rights: OkrRights, objective: Objective, now: datetime | None = None) -> Objective:
    """Undo a closing while its grace lasts; the answers are kept. Raises PermissionDenied, NotClosable."""
    now = now or timezone.now()
    rights.require_closing(objective.value_stream)
    found = locked(objective.organisation, objective)
    if not found.is_closed:
        raise NotClosable("", "It is open.")
    if found.cycle.closed_at is not None:
        raise NotClosable("", f"{found.cycle} is closed; what it was stays as it is.")
    if now >= grace_ends_at(found, days=grace_days(found.organisation)):
        raise NotClosable("", "The grace period is over; what it was stays as it is.")
    found.state, found.closed_at, found.closed_by = ObjectiveState.PUBLISHED, None, None
    found.closed_why = found.grade = found.grade_given = found.grade_reason = ""
    found.closed_score = None
    found.key_results.update(closed_value=None, closed_score=None, closed_late=False, evidence=None)
    return _saved(found)


def refresh_closings(*, now: datetime, metric_ids: Sequence[int] | None = None) -> int:
    """Take what was entered since into the scores of objectives whose grace lasts or ended within a day; how many there
    were. Repeated, it changes nothing."""
    closed = Objective.objects.filter(state=ObjectiveState.CLOSED, closed_at__gt=now - _LONGEST)
    if metric_ids is not None:
        closed = closed.filter(key_results__metric__in=metric_ids).distinct()
    rows = closed.exclude(grade=Grade.DROPPED).select_related("organisation", "cycle").order_by("pk")
    days = {each.organisation_id: grace_days(each.organisation) for each in rows}
    ends = ((each, grace_ends_at(each, days=days[each.organisation_id])) for each in rows)
    return sum(_refreshed(each, now=now) for each, at in ends if now < at + timedelta(days=1))


@transaction.atomic
def _refreshed(objective: Objective, *, now: datetime) -> bool:
    found = locked(objective.organisation, objective)
    changed = found.is_closed and _freeze(found, now=now)
    if changed:
        _saved(found)
    return changed


def _require_open(objective: Objective) -> None:
    if objective.is_draft:
        raise NotClosable("", "A draft is published or deleted, not closed.")
    if objective.is_closed:
        raise NotClosable(
            "", f"It is closed already{f', by {objective.closed_by}' if objective.closed_by else ''}."
        )


def _freeze(objective: Objective, *, now: datetime) -> bool:
    """Score, evidence and grade of a closed objective, from what counts for it by now; retired key results are left out.
    Whether anything is different now."""
    assert objective.closed_at is not None
    end = end_of_counting(objective, local_day(objective.organisation, objective.closed_at))
    rows = _counting(objective)
    before = [_frozen_of(row) for row in rows]
    found = frozen(objective, rows, end=end, grace_days=grace_days(objective.organisation), now=now)
    for row in rows:
        each = found[row.pk]
        row.closed_value, row.closed_late, row.evidence = each.figures.value, each.late, each.evidence
        row.closed_score = _decimal(each.figures.score)
    mean = scoring.mean(
        (Part(scoring.Aim(row.aim), found[row.pk].figures.score) for row in rows), closed=True
    )
    objective.closed_score = _decimal(mean.score)
    ambition = scoring.together([scoring.Ambition(row.ambition) for row in rows])
    objective.grade = "" if mean.score is None else scoring.grade(mean.score, ambition).value
    changed = before != [_frozen_of(row) for row in rows]
    if changed:
        KeyResult.objects.bulk_update(rows, _FROZEN)
    return changed


def _counting(objective: Objective) -> list[KeyResult]:
    rows = objective.key_results.filter(retired_at=None).select_related("metric__value_stream").in_order()
    for row in (found := list(rows)):
        row.organisation, row.objective = objective.organisation, objective
        if row.metric is not None:
            row.metric.organisation = objective.organisation
    return found


def _frozen_of(row: KeyResult) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _FROZEN)


def _decimal(share: Any) -> Decimal | None:
    return None if share is None else stored(share)


def _say(objective: Objective, given: ClosingGiven, *, by: Any) -> None:
    """The grade that people give instead of the score's, and their answers."""
    if given.grade and given.grade != objective.grade and not given.grade_reason.strip():
        raise NotClosable("grade_reason", "Say in a sentence why you give another grade than the score does.")
    other = given.grade != objective.grade
    objective.grade_given = given.grade if other else ""
    objective.grade_reason = given.grade_reason if given.grade and other else ""
    answers = {name: getattr(given, name) for name in ("learnt", "experiment_showed", "changes_next")}
    if any(text.strip() for text in answers.values()):
        Retrospective.objects.update_or_create(
            objective=objective,
            defaults=answers | {"written_by": by},
            create_defaults=answers | {"written_by": by, "organisation": objective.organisation},
        )


def _saved(objective: Objective) -> Objective:
    objective.version += 1
    objective.clean_fields(exclude=[f.name for f in objective._meta.fields if f.is_relation])
    objective.save()
    tell(objective.organisation_id, objective.value_stream_id)
    return objective
