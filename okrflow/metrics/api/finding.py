"""Finding the metrics that a caller may see."""

from contextlib import suppress
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from okrflow.metrics.models import Metric
from okrflow.metrics.rights import MetricRights


def metric_named(rights: MetricRights, name: str) -> Metric:
    """The metric of that slug or UUID, if the member sees it. One query; raises Http404."""
    wanted = Q(slug=name)
    with suppress(ValueError):
        wanted |= Q(uuid=UUID(name))
    found = rights.visible.select_related("organisation", "value_stream", "stage").filter(wanted).first()
    if found is None:
        raise Http404("No such metric.")
    return found
