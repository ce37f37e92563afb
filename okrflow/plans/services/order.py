"""The order of a stream's plan. Two who move at once take turns; neither move is lost."""

from django.db import transaction
from django.db.models import Max

from okrflow.okrs.rights import OkrRights
from okrflow.plans.models import PlanEntry
from okrflow.plans.rights import require_planning
from okrflow.plans.services.refusals import NotAPlan
from okrflow.value_streams.models import ValueStream
from okrflow.web.locks import Turn, take_turn


def lock_order(value_stream: ValueStream) -> None:
    """Until the end of the transaction nobody else arranges the stream's plan."""
    take_turn(Turn.PLAN_ORDER, value_stream.pk)


def last_place(value_stream: ValueStream) -> int:
    return PlanEntry.objects.of(value_stream).aggregate(last=Max("order"))["last"] or 0


@transaction.atomic
def move_plan_entry(*, rights: OkrRights, plan_entry: PlanEntry, before: PlanEntry | None) -> None:
    """Put an entry right before another of the same plan, or, with None, last. Raises PermissionDenied, NotAPlan.

    The version stays: a place in the list is nobody's text.
    """
    require_planning(rights, plan_entry.value_stream)
    lock_order(plan_entry.value_stream)
    rows = list(PlanEntry.objects.of(plan_entry.value_stream).in_order())
    moved = next((row for row in rows if row == plan_entry), None)
    if moved is None or moved == before:
        return
    others = [row for row in rows if row != moved]
    if before is not None and before not in others:
        raise NotAPlan("before", "The entry to put it before is not in this plan any more.")
    place = len(others) if before is None else others.index(before)
    _write_places([*others[:place], moved, *others[place:]], [row.order for row in rows])


def _write_places(rows: list[PlanEntry], places: list[int]) -> None:
    """Give the rows these places, writing only those whose place changes."""
    changed = []
    for row, place in zip(rows, places, strict=True):
        if row.order != place:
            row.order = place
            changed.append(row)
    PlanEntry.objects.bulk_update(changed, ["order"])
