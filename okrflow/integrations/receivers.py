"""What the rooms below tell and ask: who sends items, which streams are fed, the way to a file of values."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from okrflow.integrations.models import Feed
from okrflow.organisations.models import Organisation
from okrflow.review.signals import connected_wanted
from okrflow.value_streams.models import ValueStream
from okrflow.web.panels import Panel, Place, panels_wanted
from okrflow.work_items.signals import items_sent


@receiver(items_sent)
def remember_feeds(organisation_id: int, token_id: int, value_streams: Sequence[str], **_: Any) -> None:
    """Once for each stream and token. Two queries."""
    streams = ValueStream.objects.filter(organisation=organisation_id, slug__in=value_streams)
    rows = [Feed(organisation_id=organisation_id, value_stream=each, token_id=token_id) for each in streams]
    Feed.objects.bulk_create(rows, ignore_conflicts=True)


@receiver(connected_wanted)
def tell_connected(organisation: Organisation, **_: Any) -> list[int]:
    """The streams that some source sends items to. One query."""
    rows = Feed.objects.for_organisation(organisation).connected()
    return list(rows.values_list("value_stream_id", flat=True))


@receiver(panels_wanted)
def show_way_to_files(place: Place, subject: Any, **_: Any) -> list[Panel]:
    """On the page of a metric whose values the reader writes."""
    if place != Place.METRIC:
        return []
    return [Panel(order=10, template="integrations/values_way_in.html", context={"metric": subject})]
