"""Who may raise, answer, address and close impediments: all members read them."""

from django.core.exceptions import PermissionDenied

from okrflow.impediments.models import Impediment
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.models import Stage, ValueStream


def require_raising(rights: OkrRights, value_stream: ValueStream) -> None:
    """Raise PermissionDenied to all but the stream's members who are at least editors."""
    if not rights.writes(value_stream.pk):
        raise PermissionDenied(
            f"Impediments of {value_stream} are raised, changed and closed by its own members. Ask one of its leads to "
            "add you."
        )


def owning_streams(impediment: Impediment) -> list[ValueStream]:
    """The other streams that it waits for: whose stage it is, and who owns the wait there. One query at most."""
    if impediment.stage_id is None or impediment.stage_stream is None:
        return []
    stage = (
        Stage.objects.filter(value_stream=impediment.stage_stream, status=impediment.stage)
        .select_related("owner_stream")
        .first()
    )
    found = [impediment.stage_stream, stage.owner_stream if stage else None]
    return [stream for stream in found if stream and stream.pk != impediment.value_stream_id]


def answers(rights: OkrRights, impediment: Impediment) -> bool:
    """Whether the member answers it: administrators, and members of a stream that it waits for."""
    return rights.administers or any(rights.writes(stream.pk) for stream in owning_streams(impediment))


def require_answering(rights: OkrRights, impediment: Impediment) -> None:
    """Raise PermissionDenied to all others."""
    if not answers(rights, impediment):
        others = [str(stream) for stream in owning_streams(impediment)]
        who = " and ".join(["administrators and owners", *(f"members of {name}" for name in others)])
        raise PermissionDenied(f"This impediment is answered by {who}.")


def require_addressing(rights: OkrRights) -> None:
    """Raise PermissionDenied to all who do not write the organisation's objectives."""
    if not rights.administers:
        raise PermissionDenied(
            "Administrators and owners say which objective of the organisation addresses it. Ask one of them."
        )


def may_see_limited(rights: OkrRights, impediment: Impediment) -> bool:
    """Whether the member may know which key result it limits (ownership, rules 14 and 20)."""
    limited = impediment.limits
    return limited is not None and rights.sees(limited.objective) and rights.metrics_seen(limited)
