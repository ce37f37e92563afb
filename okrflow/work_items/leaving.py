"""Taking the open items of a stream to another one, or out of every stream."""

from datetime import datetime
from typing import Final

from django.db import transaction

from okrflow.value_streams.models import FlowState, Stage, ValueStream
from okrflow.work_items.histories import EventGiven, HistoryGiven
from okrflow.work_items.models import Event
from okrflow.work_items.services import write_histories

ENDED: Final = (FlowState.DONE, FlowState.CANCELLED)
AT_ONCE: Final = 2000


@transaction.atomic
def leave_stream(*, value_stream: ValueStream, to: ValueStream | None, now: datetime) -> int:
    """Append to each item that is in the stream, neither finished nor cancelled, that it went `to`, or left every stream
    (None). Its history stays. How many there were."""
    histories = [
        HistoryGiven(
            source=last.work_item.source,
            external_id=last.work_item.external_id,
            events=(EventGiven(at=max(now, last.at), value_stream=to),),
        )
        for last in _open_in(value_stream)
    ]
    for first in range(0, len(histories), AT_ONCE):
        write_histories(organisation=value_stream.organisation, histories=histories[first : first + AT_ONCE])
    return len(histories)


def _open_in(value_stream: ValueStream) -> list[Event]:
    """The last events of the items that these leave in the stream and open; read from the events, as facts may be late."""
    events = Event.objects.filter(organisation_id=value_stream.organisation_id)
    been = events.filter(value_stream=value_stream).values("work_item")
    last = events.filter(work_item__in=been).order_by("work_item", "-at", "-sequence").distinct("work_item")
    ended = Stage.objects.filter(value_stream=value_stream, flow_state__in=ENDED).values_list(
        "status", flat=True
    )
    found = Event.objects.filter(pk__in=last.values("pk"), value_stream=value_stream)
    return list(found.exclude(status__in=list(ended)).select_related("work_item").order_by("work_item_id"))
