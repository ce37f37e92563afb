"""What people did with key results: goals moved, check-ins given and asked for, and who wrote them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from okrflow.accounts.models import User
from okrflow.okrs import models
from okrflow.review.reading.moment import Moment
from okrflow.review.snapshot import CheckIn, GoalChange

ASKED_DAYS: Final = 28
FEWEST_ASKED: Final = 3
"""A rhythm shows from so many requests in so many days on."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """By the key result's primary key; names by the user's."""

    changes: Mapping[int, tuple[GoalChange, ...]]
    check_ins: Mapping[int, tuple[CheckIn, ...]]
    demanded_every_days: Mapping[int, int]
    writers: Mapping[int, str]


def read_said(moment: Moment, key_results: Sequence[models.KeyResult]) -> Said:
    """Four queries."""
    foreign = {row.written_by_id for row in key_results if row.written_by_id and not row.written_by_member}
    return Said(
        changes=_changes(moment, key_results),
        check_ins=_check_ins(moment, key_results),
        demanded_every_days=_rhythms(moment),
        writers={user.pk: str(user) for user in User.objects.filter(pk__in=foreign)} if foreign else {},
    )


def _changes(moment: Moment, key_results: Sequence[models.KeyResult]) -> Mapping[int, tuple[GoalChange, ...]]:
    found: dict[int, tuple[GoalChange, ...]] = defaultdict(tuple)
    rows = models.GoalChange.objects.filter(key_result__in=key_results)
    for row in rows.order_by("changed_at", "pk"):
        if seen := _change(moment, row):
            found[row.key_result_id] += (seen,)
    return found


def _change(moment: Moment, row: models.GoalChange) -> GoalChange | None:
    """The target's, else a limit's, else the baseline's; what was empty before was not moved."""
    for name in ("target", "target_lower", "baseline"):
        before, after = getattr(row, f"{name}_before"), getattr(row, name)
        if before is not None and after is not None and before != after:
            return GoalChange(
                changed_on=moment.day_of(row.changed_at),
                before=before,
                after=after,
                noted=bool(row.note.strip()),
                from_above=row.from_above,
            )
    return None


def _check_ins(moment: Moment, key_results: Sequence[models.KeyResult]) -> Mapping[int, tuple[CheckIn, ...]]:
    """Oldest first; one that answers a request was demanded."""
    asked = models.CheckInRequest.objects.filter(organisation=moment.organisation, answered_by__isnull=False)
    demanded = set(asked.values_list("answered_by_id", flat=True))
    rows = models.CheckIn.objects.filter(key_result__in=key_results).order_by("created_at", "pk")
    found: dict[int, list[CheckIn]] = defaultdict(list)
    for pk, key_result, at, confidence in rows.values_list("pk", "key_result_id", "created_at", "confidence"):
        seen = CheckIn(given_on=moment.day_of(at), confidence=confidence, demanded=pk in demanded)
        found[key_result].append(seen)
    return {pk: tuple(of) for pk, of in found.items()}


def _rhythms(moment: Moment) -> Mapping[int, int]:
    """How many days lie between the requests of the last four weeks, on average."""
    since = moment.now - timedelta(days=ASKED_DAYS)
    rows = models.CheckInRequest.objects.filter(organisation=moment.organisation, asked_at__gte=since)
    asked: dict[int, list[float]] = defaultdict(list)
    for key_result, at in rows.order_by("asked_at").values_list("key_result_id", "asked_at"):
        asked[key_result].append(at.timestamp() / 86_400)
    return {
        pk: max(1, round((days[-1] - days[0]) / (len(days) - 1)))
        for pk, days in asked.items()
        if len(days) >= FEWEST_ASKED
    }
