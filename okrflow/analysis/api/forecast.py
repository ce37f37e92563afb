"""How many items by a day, and when so many are done."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.analysis.bodies import reason
from okrflow.analysis.settling import Settled, settled
from okrflow.api.operations import operation
from okrflow.api.problems import bad_parameter
from okrflow.api.serializers import Query, ReasonOut
from okrflow.api.views import ApiView
from okrflow.flow import Reason
from okrflow.organisations.models import Scope
from okrflow.value_streams.api import stream_named
from okrflow.work_items.figures.forecasts import MOST_DAYS, MOST_ITEMS, Throughput, throughput

READ: Final = (Scope.WORK_ITEMS_READ,)


class ForecastQuery(Query):
    items = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_ITEMS,
        help_text="When so many items are done; or else `date`",
    )
    date = serializers.DateField(
        required=False,
        help_text=f"How many items by the end of a day, of today or the {MOST_DAYS} days after",
    )


class HowManyOut(serializers.Serializer[Any]):
    """Items finished from today to the end of the date: at least `p15` with 85 % confidence."""

    p15 = serializers.IntegerField(allow_null=True)
    p50 = serializers.IntegerField(allow_null=True)
    p85 = serializers.IntegerField(allow_null=True)
    reason = ReasonOut(required=False, help_text="There when the figures are null")


class WhenOut(serializers.Serializer[Any]):
    """The dates on which so many items, finished from today on, are done: by `p85` with 85 % confidence."""

    p50 = serializers.DateField(allow_null=True)
    p85 = serializers.DateField(allow_null=True)
    p95 = serializers.DateField(allow_null=True)
    reason = ReasonOut(required=False, help_text="There when the figures are null")


class BackTestOut(serializers.Serializer[Any]):
    weeks = serializers.IntegerField(help_text="Of the last 26 those for which a statement could be made")
    held = serializers.IntegerField(help_text="In so many of them at least `p15` items were finished")


class SettlingOut(serializers.Serializer[Any]):
    """Days on which experiments settled: stored work was released then once. The same forecast without these days."""

    days = serializers.IntegerField(help_text="Of the days that the forecast is drawn from")
    experiments = serializers.ListField(child=serializers.UUIDField())
    finished_per_day = serializers.FloatField(help_text="Items finished on each of these days")
    finished_per_other_day = serializers.FloatField(allow_null=True)
    how_many = HowManyOut(required=False)
    when = WhenOut(required=False)


class ForecastOut(serializers.Serializer[Any]):
    value_stream = serializers.CharField()
    as_of = serializers.DateTimeField()
    how_many = HowManyOut(required=False)
    when = WhenOut(required=False)
    samples_days = serializers.IntegerField(help_text="Days before today that it is drawn from")
    settling = SettlingOut(allow_null=True, help_text="Null: no experiment settled on these days")
    back_test = BackTestOut()


class Forecast(ApiView):
    """What a stream will finish if it goes on as in the last 90 days: 10,000 trials, the same all day."""

    @operation(summary="Read a forecast", scopes=READ, query=ForecastQuery, answers={200: ForecastOut})
    def get(self, request: Request, stream: str) -> Response:
        """Give either `items` or `date`."""
        found, now = stream_named(self.access, stream), timezone.now()
        asked_for = self.parameters
        if ("items" in asked_for) == ("date" in asked_for):
            raise bad_parameter("items", "one_of_two", "Give either “items” or “date”.")
        past = throughput(found, now=now)
        tried = past.back_test()
        return Response(
            {"value_stream": found.slug, "as_of": now.isoformat()}
            | _answer(past, asked_for)
            | {
                "samples_days": len(past.sample),
                "settling": _settling(settled(found, past), asked_for),
                "back_test": {"weeks": tried.weeks, "held": tried.held},
            }
        )


def _answer(past: Throughput, asked_for: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of the one question that is asked."""
    if "date" in asked_for:
        return {"how_many": _how_many(past, asked_for["date"])}
    return {"when": _when(past, asked_for["items"])}


def _settling(found: Settled | None, asked_for: Mapping[str, Any]) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "days": found.days,
        "experiments": [str(each.uuid) for each in found.experiments],
        "finished_per_day": found.a_day,
        "finished_per_other_day": found.a_day_otherwise,
        **_answer(found.others, asked_for),
    }


def _how_many(past: Throughput, day: date) -> dict[str, Any]:
    if not past.today <= day <= past.farthest:
        raise bad_parameter("date", "bad_date", f"Give a date from {past.today} to {past.farthest}.")
    found = past.how_many(day)
    return {"p15": found.p15, "p50": found.p50, "p85": found.p85} | _why(found.reason)


def _when(past: Throughput, items: int) -> dict[str, Any]:
    found = past.when(items)
    days = {"p50": found.p50, "p85": found.p85, "p95": found.p95}
    dates = {name: past.day_after(count).isoformat() if count else None for name, count in days.items()}
    return dates | _why(found.reason)


def _why(found: Reason | None) -> dict[str, Any]:
    return {"reason": reason(found)} if found else {}
