"""Who may see and write experiments: a stream's are written by its own people and read by all members."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from okrflow.metrics.models import MetricKind
from okrflow.okrs.models import KeyResult, ObjectiveState
from okrflow.okrs.querysets import KeyResultQuerySet
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.models import ValueStream


def refusal(value_stream: ValueStream) -> str:
    return f"Experiments of {value_stream} are written by its own members. Ask one of its leads to add you."


def require_writing(rights: OkrRights, value_stream: ValueStream) -> None:
    """Raises PermissionDenied to all but the stream's members and leads who are at least editors."""
    if not rights.writes(value_stream.pk):
        raise PermissionDenied(refusal(value_stream))


def sees(rights: OkrRights, key_result: KeyResult) -> bool:
    """Whether the member may know which key result an experiment serves."""
    return rights.sees(key_result.objective) and rights.metrics_seen(key_result)


def servable(rights: OkrRights, value_stream: ValueStream) -> KeyResultQuerySet:
    """The key results that an experiment of the stream can serve: its own, and the organisation's published ones."""
    published = ~Q(objective__state=ObjectiveState.DRAFT)
    own = Q(objective__value_stream=value_stream) & (published | Q(objective__in=rights.readable))
    told = Q(metric=None) | ~Q(metric__kind=MetricKind.TEAM) | Q(metric__value_stream__in=rights.stream_ids)
    return (
        KeyResult.objects.for_organisation(rights.organisation)
        .filter(told, own | published & Q(objective__value_stream=None))
        .with_objective()
        .select_related("metric")
    )
