"""Who may write a plan: the stream's own people, as with its OKRs. What has begun is corrected by its leads."""

from django.core.exceptions import PermissionDenied

from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.models import ValueStream


def refusal(value_stream: ValueStream) -> str:
    """Why somebody does not write it, and whom to ask."""
    return f"The plan of {value_stream} is written by its own members. Ask one of its leads to add you."


def require_planning(rights: OkrRights, value_stream: ValueStream) -> None:
    """Raises PermissionDenied."""
    if not rights.writes(value_stream.pk):
        raise PermissionDenied(refusal(value_stream))
