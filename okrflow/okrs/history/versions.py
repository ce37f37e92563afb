"""The versions of an objective and of its key results, as far as the reader may know of them."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.db.models import Model

from okrflow.metrics.models import Metric
from okrflow.okrs.models import KeyResult, Objective, ObjectiveState
from okrflow.okrs.rights import OkrRights

INSERT, DELETE = "insert", "delete"
OBJECTIVES: Final[Any] = Objective.pgh_event_model  # type: ignore[attr-defined]
KEY_RESULTS: Final[Any] = KeyResult.pgh_event_model  # type: ignore[attr-defined]


def row_of(model: type[Any], version: Model) -> Any:
    """A row as one of its versions says, not stored."""
    return model(**{field.attname: getattr(version, field.attname) for field in model._meta.concrete_fields})


def of_objective(objective: Objective) -> list[Any]:
    """Oldest first. One query."""
    rows = OBJECTIVES.objects.filter(organisation=objective.organisation_id, pgh_obj=objective.pk)
    return list(rows.select_related("pgh_context").order_by("pgh_created_at", "pgh_id"))


def of_key_results(objective: Objective) -> list[Any]:
    """Those of every key result that ever belonged to it, also while it did not, oldest first. One query."""
    rows = KEY_RESULTS.objects.filter(organisation=objective.organisation_id)
    ever = rows.filter(objective=objective.pk).values("pgh_obj")
    return list(
        rows.filter(pgh_obj__in=ever).select_related("pgh_context").order_by("pgh_created_at", "pgh_id")
    )


def told_metrics(rights: OkrRights, versions: Iterable[Any]) -> dict[int, Metric]:
    """The metrics that these versions hang on and that the reader may see (ownership, rule 14). One query."""
    ids = {version.metric_id for version in versions if version.metric_id}
    found = rights.metrics.visible.filter(pk__in=ids).select_related("value_stream", "stage")
    return {metric.pk: metric for metric in found}


def is_told(version: Any, metrics: Collection[int]) -> bool:
    return version.metric_id is None or version.metric_id in metrics


def is_open(rights: OkrRights, version: Any) -> bool:
    """Whether a version of an objective was no draft, or the reader belongs to whom the draft was of."""
    return version.state != ObjectiveState.DRAFT or rights.belongs(version.value_stream_id)
