"""Who waits for whom: stages of one stream that another owns."""

from dataclasses import dataclass
from datetime import datetime

from okrflow.flow import Kind, StageFigures
from okrflow.value_streams.models import FlowState, Stage, ValueStream
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import Window


@dataclass(frozen=True, kw_only=True)
class Wait:
    """A waiting stage of another stream that this one owns, with its figures there."""

    stream: ValueStream
    status: str
    figures: StageFigures


def owners_of(value_stream: ValueStream) -> dict[int, ValueStream]:
    """For each waiting status of the stream that a stream owns, that stream; it may be itself. One query."""
    owned = value_stream.stages.filter(flow_state=FlowState.WAITING)
    rows = owned.exclude(owner_stream=None).select_related("owner_stream__organisation")
    return {stage.status_id: stage.owner_stream for stage in rows if stage.owner_stream}


def others_waiting(
    value_stream: ValueStream, window: Window, *, now: datetime, kind: Kind | None = None
) -> list[Wait]:
    """The stages of other streams that wait for this one. One query, and three for each of these streams."""
    owned = Stage.objects.filter(
        owner_stream=value_stream,
        flow_state=FlowState.WAITING,
        value_stream__organisation=value_stream.organisation_id,
    ).exclude(value_stream=value_stream)
    rows = owned.select_related("status", "value_stream__organisation")
    by_stream: dict[ValueStream, list[Stage]] = {}
    for stage in rows.order_by("value_stream__order", "value_stream", "order", "pk"):
        by_stream.setdefault(stage.value_stream, []).append(stage)
    waits = []
    for stream, stages in by_stream.items():
        loads = flow.loads_of_stages(stream, window, now=now, kind=kind)
        figures = {each.stage.status: each for each in loads}
        waits += [
            Wait(stream=stream, status=stage.status.name, figures=figures[stage.status_id])
            for stage in stages
        ]
    return waits
