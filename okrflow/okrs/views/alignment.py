"""Who supports whom: the organisation's objectives, the streams' objectives below them, contributions beside."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, kw_only=True)
class Node:
    """An objective, what its key results contribute to, and what supports it."""

    standing: ObjectiveStanding
    contributes: Sequence[Contribution]
    below: Sequence["Node"]

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
    top = nodes(standings, _contributions(rights, standings))
    context = {
        "top": [node for node in top if node.objective.value_stream_id is None],
        "alone": [node for node in top if node.objective.value_stream_id is not None],
        "cycles": [(cycle, cycle in within) for cycle in cycles],
    }
    return render(request, "okrs/alignment.html", context)


def _around(named: Cycle, cycles: Sequence[Cycle]) -> list[Cycle]:
    return [each for each in cycles if each.starts_on <= named.starts_on and named.ends_on <= each.ends_on]


def _contributions(
    rights: OkrRights, standings: Sequence[ObjectiveStanding]
) -> Mapping[int, list[Contribution]]:
    """By the objective that contributes. One query."""
    rows = contributions_seen(rights).filter(key_result__objective__in=[each.objective for each in standings])
    found: defaultdict[int, list[Contribution]] = defaultdict(list)
    for row in rows:
        if not row.to.objective.is_draft:
            found[row.key_result.objective_id].append(row)
    return found


def nodes(
    standings: Sequence[ObjectiveStanding], contributions: Mapping[int, Sequence[Contribution]]
) -> list[Node]:
    """A tree for each objective that supports none of the others, in their order."""
    shown = {each.objective.pk for each in standings}
    below: defaultdict[int | None, list[ObjectiveStanding]] = defaultdict(list)
    for each in standings:
        parent = each.objective.supports_id
        below[parent if parent in shown else None].append(each)

    def node(each: ObjectiveStanding) -> Node:
        children = [node(child) for child in below[each.objective.pk]]
        return Node(standing=each, contributes=contributions.get(each.objective.pk, []), below=children)

    return [node(each) for each in below[None]]
