"""What is sent and answered of plan entries, and of the items committed to."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from okrflow.api.fields import Date, Id, Instant, Text, instant_shown
from okrflow.api.serializers import Strict
from okrflow.okrs.rights import OkrRights
from okrflow.plans.models import Bet, PlanEntry, PlanEntryState, PlannedItem
from okrflow.value_streams.models import FlowState

Body = dict[str, Any]
MOST_ITEMS, MOST_BETS = 1000, 100


class PlanEntryOut(serializers.Serializer[PlanEntry]):
    """What a stream delivers; no OKR. With a period it is a commitment, which predictability is counted from."""

    id = serializers.UUIDField()
    value_stream = serializers.CharField()
    title = serializers.CharField()
    note = serializers.CharField()
    order = serializers.IntegerField(help_text="The smaller, the earlier in its stream's plan")
    from_on = serializers.DateField(allow_null=True, help_text="The first day of the period committed to")
    to_on = serializers.DateField(allow_null=True, help_text="The first day that is no longer in it")
    committed_at = Instant(allow_null=True, help_text="When the period was written last")
    written_afterwards = serializers.BooleanField(help_text="Whether that was after the period's first day")
    state = serializers.ChoiceField(choices=PlanEntryState.choices)
    cancelled_at = Instant(allow_null=True)
    work_items = serializers.ListField(child=serializers.UUIDField())
    work_items_done = serializers.IntegerField(help_text="How many of them are in a status that means done")
    bets = serializers.ListField(
        child=serializers.UUIDField(), help_text="The key results it is hoped to move, as far as you see them"
    )
    version = serializers.IntegerField(help_text="Grows with every change but moves")
    created_at = Instant()
    updated_at = Instant()


class PlanEntryPatch(Strict):
    title = Text(max_length=200, required=False)
    note = Text(max_length=5000, allow_blank=True, required=False)
    from_on = Date(required=False, allow_null=True, help_text="The first day committed to; both or neither")
    to_on = Date(required=False, allow_null=True, help_text="The first day that is no longer in the period")
    work_items = serializers.ListField(
        child=Id(), required=False, max_length=MOST_ITEMS, help_text="All its work items"
    )
    bets = serializers.ListField(
        child=Id(), required=False, max_length=MOST_BETS, help_text="All key results that it is a bet on"
    )


class PlanEntryPut(PlanEntryPatch):
    title = Text(max_length=200)


class PlanEntryIn(PlanEntryPut):
    value_stream = Text(max_length=60, help_text="Slug or id")


class MoveIn(Strict):
    before = Id(allow_null=True, help_text="The entry that it is put right before; `null` puts it last")


class CommittedItemOut(serializers.Serializer[PlannedItem]):
    """A work item of a plan entry that was committed to; an item of two entries stands here twice."""

    plan_entry = serializers.UUIDField(source="plan_entry.uuid")
    work_item = serializers.UUIDField(source="work_item.uuid")
    key = serializers.CharField(source="work_item.key")
    from_on = serializers.DateField(source="plan_entry.from_on")
    to_on = serializers.DateField(source="plan_entry.to_on", help_text="Not included")
    kept = serializers.BooleanField(help_text="Finished within the period in this stream")
    written_afterwards = serializers.BooleanField(help_text="Committed to after the period's first day")


def entries_shown(rights: OkrRights, rows: Sequence[PlanEntry]) -> list[Body]:
    """Entries as this reader sees them. Two queries."""
    for row in rows:
        row.organisation = rights.organisation
    items: defaultdict[int, list[str]] = defaultdict(list)
    done: defaultdict[int, int] = defaultdict(int)
    bets: defaultdict[int, list[str]] = defaultdict(list)
    planned = PlannedItem.objects.for_organisation(rights.organisation).filter(plan_entry__in=rows)
    columns = ("plan_entry_id", "work_item__uuid", "work_item__facts__state")
    for entry, uuid, state in planned.order_by("pk").values_list(*columns):
        items[entry].append(str(uuid))
        done[entry] += state == FlowState.DONE
    told = Bet.objects.filter(plan_entry__in=rows, key_result__in=rights.readable_key_results)
    for entry, uuid in told.order_by("pk").values_list("plan_entry_id", "key_result__uuid"):
        bets[entry].append(str(uuid))
    return [
        _shown(row) | {"work_items": items[row.pk], "work_items_done": done[row.pk], "bets": bets[row.pk]}
        for row in rows
    ]


def _shown(row: PlanEntry) -> Body:
    """An entry's own fields."""
    own = ("title", "note", "order", "state", "version", "written_afterwards")
    instants = ("committed_at", "cancelled_at", "created_at", "updated_at")
    return {
        "id": str(row.uuid),
        "value_stream": row.value_stream.slug,
        **{name: getattr(row, name) for name in own},
        "from_on": row.from_on and row.from_on.isoformat(),
        "to_on": row.to_on and row.to_on.isoformat(),
        **{name: instant_shown(getattr(row, name)) for name in instants},
    }
