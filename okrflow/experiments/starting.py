"""What a new experiment begins with."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from okrflow.flow.effect_groups import Measured
from okrflow.value_streams.models import Status, ValueStream
from okrflow.what_if.changes import in_words
from okrflow.what_if.models import Scenario
from okrflow.work_items.figures.windows import today


def from_address(request: HttpRequest, value_stream: ValueStream) -> dict[str, Any]:
    """Fields as the address asks: `?scenario=` takes over a what-if of the stream, `?stage=` a stage; else today only."""
    first: dict[str, Any] = {
        "from_on": today(value_stream.organisation, now=timezone.now()),
        "measure": Measured.FLOW_TIME_P50.value,
    }
    scenario = _scenario(request.GET.get("scenario", ""), value_stream)
    if scenario is None:
        return first | {"stage": _stage(request.GET.get("stage", ""), value_stream)}
    stages = [str(change["stage"]) for change in scenario.changes if "stage" in change]
    change = in_words(scenario.changes)
    return first | {
        "title": scenario.name or change,
        "what_changes": change,
        "stage": _stage(stages[0], value_stream) if stages else None,
        "scenario": scenario,
    }


def _scenario(text: str, value_stream: ValueStream) -> Scenario | None:
    try:
        return Scenario.objects.of_stream(value_stream).filter(uuid=UUID(text)).first()
    except ValueError:
        return None


def _stage(name: str, value_stream: ValueStream) -> Status | None:
    known = Status.objects.filter(
        organisation=value_stream.organisation_id, stages__value_stream=value_stream
    )
    return known.filter(name=name.replace("\x00", "")).first()
