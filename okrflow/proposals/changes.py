"""A proposed change of an objective: only what it changes is proposed, whatever the stream has changed meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from okrflow.metrics.models import Metric
from okrflow.okrs.as_written import as_they_are
from okrflow.okrs.given import FlowGiven, KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.proposals.content import Content, Library, content_of

OWN: Final = ("title", "why")
"""What of an objective itself can be proposed; what it supports, its rank and its cycle are the stream's (rule 9)."""
GOAL: Final = ("metric", "aim", "baseline", "baseline_on", "target_form", "target", "lower", "upper")
FIELDS: Final = ("title", *GOAL, "ambition")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One key result: `before` None for one that is to be added, `after` None for one that is to go."""

    before: Content | None
    after: Content | None

    @property
    def fields(self) -> list[str]:
        """What changes in one that stays."""
        if self.before is None or self.after is None:
            return []
        before, after = _comparable(self.before), _comparable(self.after)
        return [name for name in FIELDS if before[name] != after[name]]


def _comparable(row: Content) -> Content:
    return {**row, "metric": row["flow"] or row["metric"]}


def as_it_is(objective: Objective) -> tuple[ObjectiveGiven, list[KeyResultGiven]]:
    """A published objective as it is written now. Two queries."""
    given = ObjectiveGiven(
        title=objective.title,
        why=objective.why,
        cycle=objective.cycle,
        rank=objective.rank,
        supports=objective.supports,
    )
    return given, as_they_are(objective)


def as_seen(objective: Objective, rights: OkrRights) -> Content:
    """What a member reads of it: without key results on team metrics of other streams."""
    given, rows = as_it_is(objective)
    seen = [row for row in rows if not isinstance(row.metric, Metric) or rights.metrics.sees(row.metric)]
    return content_of(given, seen)


def own_changes(before: Content, after: Content) -> list[str]:
    return [name for name in OWN if before[name] != after[name]]


def row_changes(before: Content, after: Content) -> list[RowChange]:
    """Changed and added key results in the order proposed, then those that are to go."""
    known = {row["id"]: row for row in before["key_results"]}
    kept = {row["id"] for row in after["key_results"]}
    changed = [RowChange(before=known.get(row["id"]), after=row) for row in after["key_results"]]
    gone = [RowChange(before=row, after=None) for key, row in known.items() if key not in kept]
    return [each for each in changed if each.before is None or each.fields] + gone


def changes_nothing(before: Content, after: Content) -> bool:
    return not own_changes(before, after) and not row_changes(before, after)


def carried_out(
    objective: Objective, before: Content, after: Content, *, library: Library, note: str
) -> tuple[ObjectiveGiven, list[KeyResultGiven]]:
    """The objective as it is now, with what the proposal changes; what the stream took away meanwhile stays away."""
    given, rows = as_it_is(objective)
    changes = row_changes(before, after)
    by_id = {_id(each.before): each for each in changes if each.before}
    kept = [_changed(row, by_id.get(row.uuid) if row.uuid else None, library, note) for row in rows]
    added = [library.key_result(each.after) for each in changes if each.before is None and each.after]
    wanted = {name: after[name] for name in own_changes(before, after)}
    return replace(given, **wanted), [row for row in kept if row] + added


def _id(row: Content) -> UUID:
    return UUID(row["id"])


def _changed(
    row: KeyResultGiven, change: RowChange | None, library: Library, note: str
) -> KeyResultGiven | None:
    if change is None:
        return row
    if change.after is None:
        return None
    proposed: Any = library.key_result(change.after)
    # a target that is a share of the baseline moves with it: that is what the proposal showed
    return replace(row, keep="typed", note=note, **{name: getattr(proposed, name) for name in change.fields})


def word_for_word(given: KeyResultGiven, rows: Sequence[KeyResult]) -> bool:
    """Whether a key result was taken over as it was proposed: one of these has its words and its numbers."""
    return any(_same(given, row) for row in rows)


def _same(given: KeyResultGiven, row: KeyResult) -> bool:
    upper = row.target if given.aim.stays else None
    return (
        given.title.split() == row.title.split()
        and _measured_by(given.metric) == _measured_by(row.metric)
        and (given.aim, given.target_form) == (row.aim, row.target_form)
        and (given.baseline, given.target) == (row.baseline, row.target_typed)
        and (given.lower, given.upper) == (row.target_lower, upper)
    )


def _measured_by(metric: Metric | FlowGiven | None) -> tuple[object, ...]:
    """A flow measure by what it measures: its metric is made only when it is taken over."""
    if isinstance(metric, FlowGiven):
        return metric.measure.value, metric.item_kind, metric.stage.pk if metric.stage else None
    if metric is not None and metric.computed:
        return metric.measure, metric.item_kind, metric.stage_id
    return (metric.pk if metric else None,)
