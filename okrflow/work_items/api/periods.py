"""The parameters of a period and of a kind, as addresses give them."""

from dataclasses import replace
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from okrflow.api.problems import bad_parameter
from okrflow.api.serializers import Query
from okrflow.flow import Clock, Grain, Kind
from okrflow.organisations.access import Access
from okrflow.organisations.calendars import clock_of
from okrflow.organisations.models import ClockName
from okrflow.work_items.figures.windows import Window, WindowError, asked

CLOCKS = ClockName.values
KINDS = ("feature", "defect", "risk", "debt")
_DATES = "A date of the organisation's zone; both or neither (then the 90 days that end with today)"


def clock_field() -> serializers.ChoiceField:
    return serializers.ChoiceField(
        choices=CLOCKS, required=False, help_text="Of the durations of items; left out: the organisation's"
    )


def period_fields() -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    """The two dates of a period (`from` is no name in Python)."""
    return {
        "from": serializers.DateField(required=False, help_text=_DATES),
        "to": serializers.DateField(required=False, help_text="The first day that is no longer in it"),
    }


def window_query(name: str, **more: serializers.Field[Any, Any, Any, Any]) -> type[Query]:
    """The parameters of a period, of a kind and of a clock."""
    fields: dict[str, serializers.Field[Any, Any, Any, Any]] = {
        **period_fields(),
        "kind": serializers.ChoiceField(choices=KINDS, required=False),
        "clock": clock_field(),
    }
    return type(name, (Query,), {**fields, **more})


def window_of(access: Access, parameters: dict[str, Any], *, grain: Grain | None = None) -> Window:
    """The period that parameters ask for. Raises Problem (400)."""
    first, to = parameters.get("from"), parameters.get("to")
    try:
        window = asked(access.organisation, first=first, to=to, grain=grain, now=timezone.now())
    except WindowError as error:
        raise bad_parameter(error.parameter, "bad_period", str(error)) from None
    return replace(window, clock=clock_asked(access, parameters))


def clock_asked(access: Access, parameters: dict[str, Any]) -> Clock:
    """The clock that parameters ask for, or the organisation's."""
    return clock_of(access.organisation, parameters.get("clock"))


def kind_of(parameters: dict[str, Any]) -> Kind | None:
    name = parameters.get("kind")
    return Kind[name.upper()] if name else None
