"""What the rooms below tell makes pages wanted."""

from typing import Any

from django.dispatch import receiver

from okrflow.experiments.signals import experiments_changed
from okrflow.metrics.signals import measured
from okrflow.okrs.signals import okrs_changed
from okrflow.progress.services import want
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.signals import streams_refreshed


@receiver(streams_refreshed)
def figures_changed(organisation_id: int, value_stream_ids: frozenset[int], **_: Any) -> None:
    """New figures of some streams: their pages and the organisation's."""
    want(organisation_id=organisation_id, value_stream_ids=value_stream_ids)


@receiver(okrs_changed)
def objectives_changed(organisation_id: int, value_stream_id: int | None, **_: Any) -> None:
    want(organisation_id=organisation_id, value_stream_ids={value_stream_id} - {None})


@receiver(measured)
def values_changed(organisation_id: int, **_: Any) -> None:
    """A value may show on any page of the organisation."""
    streams = ValueStream.objects.filter(organisation_id=organisation_id).values_list("pk", flat=True)
    want(organisation_id=organisation_id, value_stream_ids=streams)


@receiver(experiments_changed)
def experiments_said(organisation_id: int, value_stream_id: int, **_: Any) -> None:
    """Experiments are marked on the stream's charts, and what moved leads to them."""
    want(organisation_id=organisation_id, value_stream_ids={value_stream_id})
