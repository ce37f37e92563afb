"""Values of metrics: one for a point in time, sent as often as one likes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Instant, Number, Text, parse_instant, valid_date
from okrflow.api.operations import operation
from okrflow.api.pagination import Order
from okrflow.api.preconditions import require_match
from okrflow.api.problems import Problem, bad_parameter
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.metrics.api.finding import metric_named
from okrflow.metrics.models import Measurement, Metric
from okrflow.metrics.rights import MetricRights
from okrflow.metrics.services import noon_of, record_measurement
from okrflow.metrics.values import end_of
from okrflow.organisations.models import Scope

READ, WRITE = (Scope.METRICS_READ,), (Scope.METRICS_WRITE,)
NEWEST = (Order(column="about_at"), Order(column="uuid"))


class MeasurementOut(serializers.Serializer[Measurement]):
    id = serializers.UUIDField(source="uuid")
    about_at = Instant()
    value = Number()
    note = serializers.CharField()
    recorded_at = Instant()
    recorded_by = serializers.UUIDField(source="recorded_by.uuid", allow_null=True, default=None)


class MeasurementIn(Strict):
    value = Number(help_text="Percent as a share: 0.22")
    note = Text(max_length=2000, allow_blank=True, default="")


# `from` is no name in Python
MeasurementsQuery = type(
    "MeasurementsQuery",
    (PageQuery,),
    {
        "from": serializers.DateField(required=False, help_text="A date of the organisation's zone"),
        "to": serializers.DateField(required=False, help_text="Not included"),
    },
)
EXAMPLE = OpenApiExample("A value", value={"value": 71.5, "note": "After the release"}, request_only=True)


AT = OpenApiParameter(
    "at",
    {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]},
    OpenApiParameter.PATH,
    description="A date, which is its local noon, or an instant",
)


class Measurements(ApiView):
    """The values in force of a metric that is typed in or sent, oldest first."""

    @operation(
        summary="List a metric's values",
        scopes=READ,
        query=MeasurementsQuery,
        answers={200: page_of(MeasurementOut, "values")},
    )
    def get(self, request: Request, metric: str) -> Response:
        found = metric_named(MetricRights.of(self.access), metric)
        rows = _valid(found).select_related("recorded_by")
        for name, lookup in (("from", "gte"), ("to", "lt")):
            if day := self.parameters.get(name):
                rows = rows.filter(**{f"about_at__{lookup}": self._start(day, name)})
        return self.page(rows, _shown, order=NEWEST)

    def _start(self, day: date, name: str) -> datetime:
        if not date(1970, 1, 3) <= day <= date(2199, 1, 1):
            raise bad_parameter(name, "out_of_range", "The date must lie between 1970 and 2199.")
        return end_of(self.access.organisation, date.fromordinal(day.toordinal() - 1))


class OneMeasurement(ApiView):
    """The value of a metric about a point in time: an instant, or a date, which is its local noon."""

    @operation(summary="Read a value", scopes=READ, path=[AT], answers={200: MeasurementOut})
    def get(self, request: Request, metric: str, at: str) -> Response:
        found = metric_named(MetricRights.of(self.access), metric)
        measurement = _at(found, self._instant(at))
        if measurement is None:
            raise Http404("There is no value about this point in time.")
        return Response(_shown(measurement))

    @operation(
        summary="Set a value",
        scopes=WRITE,
        body=MeasurementIn,
        path=[AT],
        if_match="optional",
        for_services=True,
        answers={200: MeasurementOut, 201: MeasurementOut},
        examples=[EXAMPLE],
    )
    def put(self, request: Request, metric: str, at: str) -> Response:
        """Sent again, nothing changes; another value corrects the first, which stays on record."""
        rights = MetricRights.of(self.access)
        found = metric_named(rights, metric)
        rights.require_values(found)
        about_at, given = self._instant(at), self.read_body()
        Metric.objects.select_for_update(of=("self",)).get(pk=found.pk)
        present = _at(found, about_at)
        if present is not None:
            require_match(request._request, _shown(present))
        elif request.headers.get("If-Match"):
            raise Problem(412, "changed_meanwhile", "There is no value about this point in time.")
        if present is not None and _same(present, given):
            return Response(_shown(present))
        made = record_measurement(
            metric=found, about_at=about_at, by=self.access.user, replaces=present, **given
        )
        if present is not None:
            return Response(_shown(made))
        return self.made(_shown(made), f"{self.base}/metrics/{found.slug}/measurements/{quote(at, safe='')}")

    def _instant(self, at: str) -> datetime:
        """The point in time of the address. Raises Problem (400)."""
        try:
            if valid_date(at):
                return noon_of(self.access.organisation, date.fromisoformat(at))
            return parse_instant(at)
        except (ValueError, OverflowError):
            what = "Give a date like 2026-07-01, or an instant with its offset."
            raise bad_parameter("at", "no_instant", what) from None


def _valid(metric: Metric) -> Any:
    return Measurement.objects.for_organisation(metric.organisation).valid().filter(metric=metric)


def _at(metric: Metric, about_at: datetime) -> Measurement | None:
    found: Measurement | None = (
        _valid(metric).filter(about_at=about_at).select_related("recorded_by").latest_first().first()
    )
    return found


def _same(present: Measurement, given: dict[str, Any]) -> bool:
    return present.value == Decimal(given["value"]) and present.note == given["note"]


def _shown(measurement: Measurement) -> dict[str, Any]:
    return dict(MeasurementOut(measurement).data)
