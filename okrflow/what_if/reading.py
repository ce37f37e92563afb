"""What the model of a stream is fitted on."""

from collections.abc import Sequence

from okrflow.flow import Intervals, Stage, State
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items.figures.flow import stages_in_order
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.instants import instant
from okrflow.work_items.intervals import intervals_where


def histories(value_stream: ValueStream, window: Window) -> Intervals:
    """The whole stay in the stream, up to the window's end, of every item that was in progress in the window. One query.

    Two indexes carry it: who was in progress is found by the stream and the ends of stays, their histories by item. So it
    costs what happened in the window, however long the stream's past.
    """
    start, end = window.days.starts[[0, -1]].tolist()
    return intervals_where(
        "value_stream_id = %s AND began_at < %s AND work_item_id IN (SELECT work_item_id FROM work_items_interval"
        " WHERE value_stream_id = %s AND state IN (1, 2) AND began_at < %s"
        " AND (ended_at >= %s OR ended_at IS NULL))",
        [value_stream.pk, instant(end), value_stream.pk, instant(end), instant(start)],
    )


def states_by_name(value_stream: ValueStream) -> dict[str, State]:
    """The stream's stages in its order, by name, unmapped ones behind. Three queries."""
    stages = stages_in_order(value_stream)
    names = status_names(stages)
    return {
        names[stage.status]: stage.state for stage in stages if stage.state in (State.ACTIVE, State.WAITING)
    }


def status_names(stages: Sequence[Stage]) -> dict[int, str]:
    """The names of the stages' statuses by their ids. One query."""
    found = Status.objects.filter(pk__in=[stage.status for stage in stages])
    return dict(found.values_list("pk", "name"))
