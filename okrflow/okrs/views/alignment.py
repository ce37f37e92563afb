"""Who supports whom: the organisation's objectives, the streams' objectives below them, contributions beside."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from okrflow.okrs.models import Contribution, Cycle, CycleState, Objective, ObjectiveState
from okrflow.okrs.progress import ObjectiveStanding, standing
from okrflow.okrs.progress.contributions import contributions_seen
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.work_items.figures.windows import today

DEEPEST: Final = 8
"""Levels that are shown within one another; what is further below stands on the last one and says what it supports."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """An objective, what its key results contribute to, and what supports it; `supports` where it does not stand below."""

    standing: ObjectiveStanding
    contributes: Sequence[Contribution]
    below: Sequence["Node"]
    supports: Objective | None = None

    @property
    def objective(self) -> Objective:
        return self.standing.objective


@require_safe
@member_view
def alignment(request: HttpRequest, access: Access) -> HttpResponse:
    """Of the running cycles, or of the one that `?cycle=` names with those around it."""
    rights, now = OkrRights.of(access), timezone.now()
    day = today(access.organisation, now=now)
    cycles = list(Cycle.objects.for_organisation(access.organisation).newest_first())
    running = [cycle for cycle in cycles if cycle.state_on(day) == CycleState.RUNNING]
    named = next((cycle for cycle in cycles if cycle.slug == request.GET.get("cycle", "")), None)
    within = _around(named, cycles) if named else running or cycles[:1]
    found = rights.readable.filter(cycle__in=within).exclude(state=ObjectiveState.DRAFT).not_archived()
    standings = standing(list(found.with_names().in_reading_order()), now=now, stream_ids=rights.stream_ids)
    top = nodes(standings, _contributions(rights, within))
    context = {
        "top": [node for node in top if node.objective.value_stream_id is None],
        "alone": [node for node in top if node.objective.value_stream_id is not None],
        "cycles": [(cycle, cycle in within) for cycle in cycles],
    }
    return render(request, "okrs/alignment.html", context)


def _around(named: Cycle, cycles: Sequence[Cycle]) -> list[Cycle]:
    return [each for each in cycles if each.starts_on <= named.starts_on and named.ends_on <= each.ends_on]


def _contributions(rights: OkrRights, cycles: Sequence[Cycle]) -> Mapping[int, list[Contribution]]:
    """By the objective that contributes, of all in these cycles. One query."""
    rows = contributions_seen(rights).filter(key_result__objective__cycle__in=cycles)
    found: defaultdict[int, list[Contribution]] = defaultdict(list)
    for row in rows:
        if not row.to.objective.is_draft:
            found[row.key_result.objective_id].append(row)
    return found


def nodes(
    standings: Sequence[ObjectiveStanding], contributions: Mapping[int, Sequence[Contribution]]
) -> list[Node]:
    """A tree for each objective that supports none of the others, in their order, of `DEEPEST` levels."""
    shown = {each.objective.pk for each in standings}
    below: defaultdict[int | None, list[ObjectiveStanding]] = defaultdict(list)
    for each in standings:
        parent = each.objective.supports_id
        below[parent if parent in shown else None].append(each)
    return _level(below[None], below, contributions, depth=1)


def _level(
    rows: Sequence[ObjectiveStanding],
    below: Mapping[int | None, Sequence[ObjectiveStanding]],
    contributions: Mapping[int, Sequence[Contribution]],
    *,
    depth: int,
) -> list[Node]:
    last, direct = depth == DEEPEST, {each.objective.pk for each in rows}
    found = []
    for each in _with_all_below(rows, below) if last else rows:
        pk = each.objective.pk
        node = Node(
            standing=each,
            contributes=contributions.get(pk, []),
            below=[] if last else _level(below.get(pk, []), below, contributions, depth=depth + 1),
            supports=None if pk in direct else each.objective.supports,
        )
        found.append(node)
    return found


def _with_all_below(
    rows: Sequence[ObjectiveStanding], below: Mapping[int | None, Sequence[ObjectiveStanding]]
) -> list[ObjectiveStanding]:
    """Each right after the one that it supports, without an end to how deep that goes."""
    found, left = [], list(reversed(rows))
    while left:
        each = left.pop()
        found.append(each)
        left += reversed(below.get(each.objective.pk, []))
    return found
