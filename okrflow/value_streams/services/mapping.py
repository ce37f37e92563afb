"""How a stream reads the statuses of its tools."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import FlowState, Stage, Status, ValueStream
from okrflow.value_streams.signals import mapping_changed
from okrflow.web.refusals import Refused


class BadMapping(Refused):
    """A mapping names a status twice or not at all, or a stream of another organisation."""


@dataclass(frozen=True, kw_only=True)
class StageGiven:
    """What one status means in a stream. `flow_state=None` takes a mapping away: the status counts as waiting."""

    status_name: str
    flow_state: FlowState | None
    order: int = 0
    owner_stream: ValueStream | None = None


@transaction.atomic
def map_statuses(*, value_stream: ValueStream, mapping: Sequence[StageGiven]) -> bool:
    """Maps the statuses that are given; others stay as they are. Makes statuses the organisation does not know yet.

    Gives back whether anything changed, and only then sends `mapping_changed`, in the same transaction.
    """
    ValueStream.objects.select_for_update(no_key=True).get(pk=value_stream.pk)
    statuses = _statuses(value_stream.organisation, _checked(value_stream, mapping))
    stored = {stage.status_id: stage for stage in Stage.objects.filter(value_stream=value_stream)}
    changes = [
        _change(value_stream, stored.get(status.pk), status, given)
        for given in mapping
        for status in [statuses[given.status_name.strip()]]
    ]
    if not any(changed for changed, _ in changes):
        return False
    mapping_changed.send(
        sender=ValueStream, value_stream=value_stream, states_changed=any(states for _, states in changes)
    )
    return True


def _checked(value_stream: ValueStream, mapping: Sequence[StageGiven]) -> list[str]:
    names = [given.status_name.strip() for given in mapping]
    if not all(names) or any(len(name) > 200 for name in names):
        raise BadMapping("A status needs a name of at most 200 characters.")
    if len(set(names)) != len(names):
        raise BadMapping("A status is named twice.")
    for given in mapping:
        if (
            given.owner_stream is not None
            and given.owner_stream.organisation_id != value_stream.organisation_id
        ):
            raise BadMapping("A wait is owned by a value stream of the same organisation.")
    return names


def _statuses(organisation: Organisation, names: Sequence[str]) -> dict[str, Status]:
    """The organisation's statuses of these names, made where they are missing."""
    Status.objects.bulk_create(
        [Status(organisation=organisation, name=name) for name in sorted(names)], ignore_conflicts=True
    )
    found = Status.objects.filter(organisation=organisation, name__in=names)
    return {status.name: status for status in found}


def _change(
    value_stream: ValueStream, stage: Stage | None, status: Status, given: StageGiven
) -> tuple[bool, bool]:
    """Writes one status; says whether it changed at all, and whether its flow state did."""
    if given.flow_state is None:
        if stage is not None:
            stage.delete()
        return stage is not None, stage is not None
    owner_id = given.owner_stream.pk if given.owner_stream and given.flow_state == FlowState.WAITING else None
    wanted = (int(given.flow_state), given.order, owner_id)
    if stage is None:
        stage = Stage(value_stream=value_stream, status=status)
    elif (stage.flow_state, stage.order, stage.owner_stream_id) == wanted:
        return False, False
    states_changed = stage.pk is None or stage.flow_state != wanted[0]
    stage.flow_state, stage.order, stage.owner_stream_id = wanted
    stage.save()
    return True, states_changed
