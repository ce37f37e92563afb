"""The key results of an objective as they are written, to be written again: as they are, changed, or elsewhere."""

from okrflow.okrs.given import KeyResultGiven
from okrflow.okrs.models import Aim, Ambition, KeyResult, Objective, TargetForm
from okrflow.organisations.models import Membership


def as_they_are(objective: Objective) -> list[KeyResultGiven]:
    """In order, without retired ones; who left the organisation keeps none up to date. Two queries."""
    rows = list(objective.key_results.active().select_related("metric", "kept_by", "guard_for").in_order())
    members = set(
        Membership.objects.for_organisation(objective.organisation)
        .filter(user__in=[row.kept_by_id for row in rows if row.kept_by_id])
        .values_list("user_id", flat=True)
    )
    return [_as_it_is(row, stays=row.kept_by_id in members) for row in rows]


def _as_it_is(row: KeyResult, *, stays: bool) -> KeyResultGiven:
    guarded = row.guard_for if row.guard_for and row.guard_for.retired_at is None else None
    return KeyResultGiven(
        uuid=row.uuid,
        title=row.title,
        metric=row.metric,
        aim=Aim(row.aim),
        baseline=row.baseline,
        baseline_on=row.baseline_on,
        target_form=TargetForm(row.target_form),
        target=row.target_typed,
        lower=row.target_lower,
        upper=row.target if Aim(row.aim).stays else None,
        ambition=Ambition(row.ambition),
        kept_by=row.kept_by if stays else None,
        guard_for=guarded.uuid if guarded else None,
    )
