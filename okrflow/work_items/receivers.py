"""What the rooms below tell: a changed mapping, time zone or calendar makes whole streams stale, a closed one is left."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from okrflow.organisations.models import Organisation
from okrflow.organisations.signals import calendar_changed, time_zone_changed
from okrflow.value_streams.models import ValueStream
from okrflow.value_streams.signals import mapping_changed, stream_closing
from okrflow.work_items import stale
from okrflow.work_items.leaving import leave_stream


@receiver(mapping_changed)
def mark_stream(value_stream: ValueStream, states_changed: bool = True, **_: Any) -> None:
    """A status means something else now, over the whole past."""
    if states_changed:
        stale.mark_streams([value_stream])


@receiver([time_zone_changed, calendar_changed])
def mark_all_streams(organisation: Organisation, **_: Any) -> None:
    """The days of all the organisation's streams, or its working time, begin at other instants now."""
    stale.mark_streams(ValueStream.objects.for_organisation(organisation))


@receiver(stream_closing)
def move_open_items(value_stream: ValueStream, items_to: ValueStream | None, now: datetime, **_: Any) -> None:
    """Open items of a stream that is closed go on in another one, or leave every stream (ownership, rule 10)."""
    leave_stream(value_stream=value_stream, to=items_to, now=now)
