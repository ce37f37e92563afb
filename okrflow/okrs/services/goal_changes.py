"""Changes of baselines and targets of published key results are kept, with what was said of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from okrflow.okrs.given import KeyResultGiven
from okrflow.okrs.models import GoalChange, KeyResult, Objective

GOALS: Final = ("baseline", "target", "target_lower")


def goal_changes(
    objective: Objective,
    rows: Sequence[KeyResult],
    given: Sequence[KeyResultGiven],
    *,
    by: Any,
    now: datetime,
    from_above: bool = False,
) -> list[GoalChange]:
    """The changes that writing these rows brings, to be stored with them; none for drafts. One query."""
    if objective.is_draft:
        return []
    present = {row.pk: row for row in objective.key_results.all()}
    changed = []
    for row, each in zip(rows, given, strict=True):
        before = present.get(row.pk)
        if before is None or all(getattr(before, name) == getattr(row, name) for name in GOALS):
            continue
        goals = {name: getattr(row, name) for name in GOALS}
        goals |= {f"{name}_before": getattr(before, name) for name in GOALS}
        changed.append(
            GoalChange(
                organisation=objective.organisation,
                key_result=row,
                changed_at=now,
                changed_by=by,
                note=each.note,
                from_above=from_above,
                **goals,
            )
        )
    return changed
