"""Metrics: what they are, and the value in force."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Instant, Number, Text, Whole, Word
from okrflow.api.operations import operation
from okrflow.api.preconditions import require_match
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.metrics import values
from okrflow.metrics.api.finding import metric_named
from okrflow.metrics.models import (
    Better,
    Category,
    Counts,
    Measure,
    Metric,
    MetricKind,
    Source,
    Timing,
    UnitKind,
)
from okrflow.metrics.rights import MetricRights
from okrflow.metrics.services import MetricGiven, change_metric, create_metric
from okrflow.organisations.models import Role, Scope
from okrflow.value_streams.api import stream_named
from okrflow.work_items.figures.windows import today
from okrflow.work_items.models import Kind

READ, WRITE = (Scope.METRICS_READ,), (Scope.METRICS_WRITE,)
KINDS = [kind.label for kind in Kind]


class MetricOut(serializers.Serializer[Metric]):
    """`value` is the one in force today; percent are shares (22 % is 0.22)."""

    id = serializers.UUIDField(source="uuid")
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    kind = serializers.ChoiceField(choices=MetricKind.choices)
    timing = serializers.ChoiceField(choices=Timing.choices)
    category = serializers.ChoiceField(choices=Category.choices, allow_blank=True)
    unit_kind = serializers.ChoiceField(choices=UnitKind.choices)
    unit = serializers.CharField()
    digits = serializers.IntegerField()
    better = serializers.ChoiceField(choices=Better.choices)
    counts = serializers.ChoiceField(choices=Counts.choices)
    cadence_days = serializers.IntegerField()
    lag_days = serializers.IntegerField()
    value_stream = serializers.CharField(source="value_stream.slug", allow_null=True, default=None)
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    measure = serializers.ChoiceField(choices=Measure.choices, allow_blank=True, help_text="Of a flow metric")
    item_kind = serializers.ChoiceField(
        source="get_item_kind_display",
        choices=KINDS,
        allow_null=True,
        help_text="Of a flow metric; null: all",
    )
    stage = serializers.CharField(source="stage.name", allow_null=True, default=None)
    window_days = serializers.IntegerField()
    created_at = Instant()
    updated_at = Instant()
    value = Number(allow_null=True, required=False)
    value_on = serializers.DateField(allow_null=True, required=False)
    value_reason = serializers.CharField(allow_null=True, required=False, help_text="Why there is no value")


class MetricPatch(Strict):
    name = Text(max_length=120, required=False)
    description = Text(max_length=2000, allow_blank=True, required=False)
    timing = Word(choices=Timing.choices, required=False, help_text="By administrators")
    category = Word(choices=Category.choices, allow_blank=True, required=False)
    unit_kind = Word(choices=UnitKind.choices, required=False)
    unit = Text(max_length=30, allow_blank=True, required=False)
    digits = Whole(min_value=0, max_value=6, required=False)
    better = Word(choices=Better.choices, required=False)
    counts = Word(choices=Counts.choices, required=False)
    cadence_days = Whole(min_value=1, max_value=3660, required=False)
    lag_days = Whole(min_value=0, max_value=3660, required=False)


class MetricIn(MetricPatch):
    name = Text(max_length=120)
    kind = Word(choices=["business", "team"], required=False, help_text="A team metric is its stream's own")
    unit_kind = Word(choices=UnitKind.choices)
    value_stream = Text(max_length=60, allow_null=True, required=False, help_text="Slug or id")
    source = Word(choices=["hand", "api"], required=False)  # type: ignore[assignment]


EXAMPLE = OpenApiExample(
    "What customers say",
    value={"name": "Net promoter score", "unit_kind": "score", "category": "value", "cadence_days": 30},
    request_only=True,
)


class MetricsQuery(PageQuery):
    kind = serializers.ChoiceField(choices=MetricKind.choices, required=False)
    value_stream = serializers.CharField(required=False, max_length=60, help_text="Slug or id")


class Metrics(ApiView):
    """What key results are measured by; team metrics only of one's own streams."""

    @operation(
        summary="List metrics", scopes=READ, query=MetricsQuery, answers={200: page_of(MetricOut, "metrics")}
    )
    def get(self, request: Request) -> Response:
        found = MetricRights.of(self.access).visible.select_related("value_stream", "stage")
        if kind := self.parameters.get("kind"):
            found = found.filter(kind=kind)
        if stream := self.parameters.get("value_stream"):
            found = found.filter(value_stream=stream_named(self.access, stream))
        return self.page_together(found, self.shown)

    @operation(
        summary="Make a metric",
        scopes=WRITE,
        role=Role.EDITOR,
        body=MetricIn,
        answers={201: MetricOut},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        rights = MetricRights.of(self.access)
        rights.require_defining()
        given = {"source": "api", **self.read_body()}
        if given.get("value_stream") is not None:
            given["value_stream"] = stream = stream_named(self.access, given["value_stream"])
            if given.get("kind") == "team" and stream.pk not in rights.roles:
                raise PermissionDenied(f"Team metrics of {stream} are made by its members.")
        _require_timing(rights, given.get("timing"), Timing.LAGGING)
        made = create_metric(organisation=self.access.organisation, given=MetricGiven(**_typed(given)))
        return self.made(self.shown([made])[0], f"{self.base}/metrics/{made.slug}")

    def shown(self, found: Sequence[Metric]) -> list[dict[str, Any]]:
        return metrics_shown(self, found)


def metrics_shown(view: ApiView, found: Sequence[Metric]) -> list[dict[str, Any]]:
    """Metrics with their values of today; few queries for each stream that computed ones are of."""
    now, organisation = timezone.now(), view.access.organisation
    points = values.in_force(found, organisation, day=today(organisation, now=now), now=now)
    return [
        MetricOut(metric).data
        | {
            "value": None if point.value is None else float(point.value),
            "value_on": point.day.isoformat() if point.value is not None else None,
            "value_reason": point.reason,
        }
        for metric in found
        for point in [points[metric.pk]]
    ]


class OneMetric(ApiView):
    """One metric."""

    @operation(summary="Read a metric", scopes=READ, answers={200: MetricOut})
    def get(self, request: Request, metric: str) -> Response:
        found = metric_named(MetricRights.of(self.access), metric)
        return Response(metrics_shown(self, [found])[0])

    @operation(
        summary="Change a metric",
        scopes=WRITE,
        role=Role.EDITOR,
        body=MetricPatch,
        if_match="optional",
        answers={200: MetricOut},
    )
    def patch(self, request: Request, metric: str) -> Response:
        rights = MetricRights.of(self.access)
        found = metric_named(rights, metric)
        rights.require_defining()
        given = self.read_body()
        _require_timing(rights, given.get("timing"), Timing(found.timing))
        Metric.objects.select_for_update(no_key=True, of=("self",)).get(pk=found.pk)
        found = metric_named(rights, metric)
        require_match(request._request, metrics_shown(self, [found])[0])
        present = {field.name: getattr(found, field.name) for field in fields(MetricGiven)}
        changed = change_metric(metric=found, given=MetricGiven(**_typed(present | given)))
        return Response(metrics_shown(self, [changed])[0])


def _typed(given: dict[str, Any]) -> dict[str, Any]:
    """The words as the service's choices."""
    kinds = {"kind": MetricKind, "timing": Timing, "unit_kind": UnitKind, "better": Better, "counts": Counts}
    kinds |= {"source": Source}
    return {name: kinds[name](value) if name in kinds else value for name, value in given.items()}


def _require_timing(rights: MetricRights, wanted: str | None, present: Timing) -> None:
    if wanted is not None and wanted != present and not rights.sets_timing:
        raise PermissionDenied("Whether a metric leads or lags is said by administrators.")
