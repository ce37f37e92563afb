"""Who changed what of an objective, from what to what: one happening for all that was written together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from okrflow.metrics.formatting import shown
from okrflow.okrs.history.naming import KEY_RESULT_LABELS, OBJECTIVE_LABELS, Names, title_of
from okrflow.okrs.history.versions import (
    DELETE,
    INSERT,
    is_open,
    is_told,
    of_key_results,
    of_objective,
    told_metrics,
)
from okrflow.okrs.models import CheckIn, GoalChange, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.timeline import Change, Happening, told_above

MOST_CHECK_INS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A version and the one before it; `before` None: the first one."""

    before: Any
    after: Any
    of_objective: bool


def timeline(objective: Objective, rights: OkrRights) -> list[Happening]:
    """All that is known of it to this reader, newest first."""
    every = [*_written(objective, rights), *_check_ins(objective, rights), *_reasons(objective, rights)]
    return sorted([*every, *told_above(objective, rights)], key=lambda each: each.at, reverse=True)


def _written(objective: Objective, rights: OkrRights) -> Iterator[Happening]:
    own, rows = of_objective(objective), of_key_results(objective)
    metrics = told_metrics(rights, rows)
    names = Names.read(rights, [*own, *rows], metrics)
    steps = [step for step in _steps(own, of_objective=True) if is_open(rights, step.after)]
    since = steps[0].after.pgh_created_at if steps else None
    steps += [
        step
        for step in _steps(rows, of_objective=False)
        if since is not None
        and step.after.pgh_created_at >= since
        and _concerns(step, objective)
        and all(is_told(each, metrics) for each in (step.before, step.after) if each is not None)
    ]
    steps.sort(key=lambda step: (step.after.pgh_created_at, not step.of_objective, step.after.pgh_id))
    for _, together in groupby(steps, key=lambda step: step.after.pgh_created_at):
        if found := _happening(list(together), names, objective):
            yield found


def _steps(versions: Iterable[Any], *, of_objective: bool) -> Iterator[Step]:
    last: dict[int, Any] = {}
    for version in versions:
        before = None if version.pgh_label == INSERT else last.get(version.pgh_obj_id)
        yield Step(before=before, after=version, of_objective=of_objective)
        last[version.pgh_obj_id] = version


def _concerns(step: Step, objective: Objective) -> bool:
    return objective.pk in {each.objective_id for each in (step.before, step.after) if each is not None}


def _happening(steps: list[Step], names: Names, objective: Objective) -> Happening | None:
    """What was written in one transaction; None where nothing of it is of interest."""
    first = steps[0].after
    words = [each for step in steps if (each := _words(step, names, objective))]
    changes = [change for step in steps for change in _changes(step, names)]
    if not words and not changes:
        return None
    return Happening(
        at=first.pgh_created_at,
        who=names.who(first),
        words=_one_after_the_other(list(dict.fromkeys(words))) or "changed it",
        changes=changes,
    )


def _words(step: Step, names: Names, objective: Objective) -> str:
    return _objective_words(step) if step.of_objective else _key_result_words(step, objective)


def _objective_words(step: Step) -> str:
    before, after = step.before, step.after
    if before is None or after.pgh_label == DELETE:
        return "brought it back" if before is None and after.version > 1 else "wrote it"
    if before.state != after.state:
        return {"published": "published it", "closed": "closed it"}.get(after.state, "made it a draft again")
    if (before.archived_at is None) != (after.archived_at is None):
        return "archived it" if after.archived_at else "brought it back"
    return ""


def _key_result_words(step: Step, objective: Objective) -> str:
    before, after = step.before, step.after
    if after.pgh_label == DELETE:
        return f"removed {title_of(after)}"
    if before is None:
        return f"added {title_of(after)}"
    if before.objective_id != after.objective_id:
        to_here = after.objective_id == objective.pk
        return f"moved {title_of(after)} {'here' if to_here else 'to another objective'}"
    if (before.retired_at is None) != (after.retired_at is None):
        why = f" ({after.retired_why})" if after.retired_why else ""
        return f"retired {title_of(after)}{why}" if after.retired_at else f"took {title_of(after)} up again"
    return ""


def _changes(step: Step, names: Names) -> Iterator[Change]:
    """The fields that read differently now. A first version is all new: it is told by its words."""
    before, after = step.before, step.after
    if before is None or after.pgh_label == DELETE:
        return
    labels = OBJECTIVE_LABELS if step.of_objective else KEY_RESULT_LABELS
    for field, label in labels.items():
        if getattr(before, field) != getattr(after, field):
            whose = "" if step.of_objective else f"{after.title}: "
            name = label if step.of_objective else label.lower()
            yield Change(
                field=f"{whose}{name}", before=names.text(before, field), after=names.text(after, field)
            )


def _check_ins(objective: Objective, rights: OkrRights) -> Iterator[Happening]:
    rows = CheckIn.objects.filter(
        key_result__in=rights.readable_key_results.filter(objective=objective)
    ).select_related("key_result__metric", "key_result__organisation", "created_by")
    for said in rows.order_by("-created_at", "-pk")[:MOST_CHECK_INS]:
        metric = said.key_result.metric
        parts = [shown(metric, said.value)] if metric and said.value is not None else []
        parts += [f"confidence {said.confidence} of 10"] if said.confidence is not None else []
        parts += [f"“{said.note}”"] if said.note else []
        yield Happening(
            at=said.created_at,
            who=str(said.created_by or "somebody who left"),
            words=f"checked in on {title_of(said.key_result)}: {', '.join(parts)}",
            url=said.key_result.get_absolute_url(),
        )


def _reasons(objective: Objective, rights: OkrRights) -> Iterator[Happening]:
    """What was said when the goal of a published key result moved."""
    moved = GoalChange.objects.filter(
        key_result__in=rights.readable_key_results.filter(objective=objective)
    ).exclude(note="")
    for change in moved.select_related("key_result__organisation", "changed_by"):
        yield Happening(
            at=change.changed_at,
            who=str(change.changed_by or "somebody who left"),
            words=f"said why the goal of {title_of(change.key_result)} moves: “{change.note}”",
            url=change.key_result.get_absolute_url(),
        )


def _one_after_the_other(words: Sequence[str]) -> str:
    """ "wrote it, published it and added “Faster”"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
