"""What the rooms below tell makes pages wanted."""

from typing import Any

from django.dispatch import receiver

from okrflow.experiments.signals import experiments_changed
from okrflow.metrics.signals import measured
from okrflow.okrs.signals import okrs_changed
from okrflow.progress.services import want
from okrflow.review.signals import findings_changed
from okrflow.value_streams.models import ValueStream
from okrflow.value_streams.signals import stream_closing, stream_opened
from okrflow.work_items.signals import streams_refreshed


@receiver(streams_refreshed)
def figures_changed(organisation_id: int, value_stream_ids: frozenset[int], **_: Any) -> None:
    """New figures of some streams: their pages and the organisation's."""
    want(organisation_id=organisation_id, value_stream_ids=value_stream_ids)


@receiver(okrs_changed)
def objectives_changed(organisation_id: int, value_stream_id: int | None, **_: Any) -> None:
    want(organisation_id=organisation_id, value_stream_ids={value_stream_id} - {None})


@receiver([stream_closing, stream_opened])
def streams_at_work_changed(value_stream: ValueStream, **_: Any) -> None:
    """The overview shows the streams that are at work."""
    want(organisation_id=value_stream.organisation_id, value_stream_ids={value_stream.pk})


@receiver(measured)
def values_changed(organisation_id: int, **_: Any) -> None:
    """A value may show on any page of the organisation."""
    streams = ValueStream.objects.filter(organisation_id=organisation_id).values_list("pk", flat=True)
    want(organisation_id=organisation_id, value_stream_ids=streams)


@receiver(experiments_changed)
def experiments_said(organisation_id: int, value_stream_id: int, **_: Any) -> None:
    """Experiments are marked on the stream's charts, and what moved leads to them."""
    want(organisation_id=organisation_id, value_stream_ids={value_stream_id})


@receiver(findings_changed)
def review_said(organisation_id: int, **_: Any) -> None:
    """The overview leads with findings."""
    want(organisation_id=organisation_id)
