"""Statuses of a file as stages of its streams: what was confirmed is mapped, in the order in which items pass them."""

from collections.abc import Iterable, Mapping, Sequence

from okrflow.integrations.reading.states import NOT_MAPPED, rank
from okrflow.value_streams.models import FlowState, Stage, ValueStream
from okrflow.value_streams.services import StageGiven, map_statuses

STEP = 10


def existing_states(value_stream: ValueStream) -> dict[str, str]:
    """The names of a stream's mapped statuses and of their flow states. One query."""
    return {stage.status.name: FlowState(stage.flow_state).label for stage in _stages(value_stream)}


def map_stream(*, value_stream: ValueStream, states: Mapping[str, str], order: Sequence[str]) -> None:
    """Map statuses on a stream (to `NOT_MAPPED`: take its mapping away); those that it has already keep place and owner.

    A new one stands behind the last stage of its own or an earlier group (new, in progress, done, cancelled), and among the
    new ones in the given order.
    """
    known = {stage.status.name: stage for stage in _stages(value_stream)}
    before = existing_states(value_stream)
    merged = before | {name: state for name, state in states.items() if state != NOT_MAPPED or name in known}
    names = list(known)
    for name in _in_order(merged.keys() - known.keys(), merged, order):
        names.insert(_place(names, merged, name), name)
    if merged == before:
        return
    map_statuses(
        value_stream=value_stream,
        mapping=[
            StageGiven(
                status_name=name,
                flow_state=None if merged[name] == NOT_MAPPED else FlowState[merged[name].upper()],
                order=STEP * place,
                owner_stream=known[name].owner_stream if name in known else None,
            )
            for place, name in enumerate(names, start=1)
        ],
    )


def _in_order(names: Iterable[str], states: Mapping[str, str], order: Sequence[str]) -> list[str]:
    places = {name: place for place, name in enumerate(order)}
    return sorted(names, key=lambda name: (rank(states[name]), places.get(name, len(places)), name))


def _place(names: Sequence[str], states: Mapping[str, str], name: str) -> int:
    """Behind the last stage whose group is not later."""
    earlier = [i for i, other in enumerate(names) if rank(states[other]) <= rank(states[name])]
    return earlier[-1] + 1 if earlier else 0


def _stages(value_stream: ValueStream) -> list[Stage]:
    stages: Iterable[Stage] = value_stream.stages.select_related("status", "owner_stream")
    return sorted(stages, key=lambda stage: (stage.order, stage.pk))
