"""What people and programs say of an impediment, and what can't be said."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Case, QuerySet, When

from okrflow.experiments.rights import servable
from okrflow.impediments.models import Impediment
from okrflow.okrs.models import KeyResult
from okrflow.okrs.querysets import KeyResultQuerySet
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.models import FlowState, Stage, Status, ValueStream
from okrflow.web.refusals import Refused

LONGEST: Final = timedelta(days=3660)
IN_PROGRESS: Final = (FlowState.ACTIVE, FlowState.WAITING)


class NotAnImpediment(Refused):
    """It can't be like this; `field` says where."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpedimentGiven:
    """`stage` is read as `stage_stream` reads it."""

    title: str
    what: str = ""
    raised_on: date
    stage: Status | None = None
    stage_stream: ValueStream | None = None
    limits: KeyResult | None = None


def given_of(impediment: Impediment) -> ImpedimentGiven:
    """The impediment as it stands."""
    return ImpedimentGiven(
        title=impediment.title,
        what=impediment.what,
        raised_on=impediment.raised_on,
        stage=impediment.stage,
        stage_stream=impediment.stage_stream,
        limits=impediment.limits,
    )


def stages_for(value_stream: ValueStream) -> "QuerySet[Stage]":
    """What the stream can raise one on: its own stages, and those of streams that it waits for."""
    waited_for = Stage.objects.filter(value_stream=value_stream).values("owner_stream")
    streams = ValueStream.objects.filter(organisation=value_stream.organisation_id, pk__in=waited_for)
    found = Stage.objects.filter(value_stream__in=[value_stream.pk, *streams.values_list("pk", flat=True)])
    own_first = Case(When(value_stream=value_stream, then=0), default=1)
    return (
        found.filter(flow_state__in=IN_PROGRESS)
        .select_related("value_stream", "status")
        .order_by(own_first, "value_stream__name", "order", "pk")
    )


def limitable(rights: OkrRights, value_stream: ValueStream) -> KeyResultQuerySet:
    """The key results that it can be said to limit: the stream's own, and the organisation's published ones."""
    return servable(rights, value_stream).order_by("objective__title", "order", "pk")


def require_possible(
    rights: OkrRights, value_stream: ValueStream, given: ImpedimentGiven, *, today: date
) -> None:
    """Raises NotAnImpediment."""
    if given.stage is None and given.limits is None:
        raise NotAnImpediment(
            "stage", "Say where it stands in the way: a stage, or the key result that it limits."
        )
    if not today - LONGEST <= given.raised_on <= today:
        raise NotAnImpediment("raised_on", "It is there since today or since a day in the past ten years.")
    known = stages_for(value_stream).filter(status=given.stage, value_stream=given.stage_stream)
    if given.stage is not None and not known.exists():
        raise NotAnImpediment(
            "stage", f"Choose a stage of {value_stream}, or of a stream that one of its stages waits for."
        )
    if given.limits and not limitable(rights, value_stream).filter(pk=given.limits.pk).exists():
        raise NotAnImpediment("limits", f"Choose a key result of {value_stream} or of the organisation.")
