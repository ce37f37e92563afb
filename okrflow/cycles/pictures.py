"""Pictures of frozen evidence: drawn from what was kept at the closing, not from today's values."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from okrflow.metrics.models import Metric
from okrflow.metrics.values import Point
from okrflow.okrs import pictures
from okrflow.okrs.evidence import Evidence, Said, cycle_of, key_result_of, points_of, said_in
from okrflow.okrs.progress import KeyResultStanding, ObjectiveStanding
from okrflow.web import charts


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A key result as it was closed; `metric` as it was then."""

    shown: KeyResultStanding
    metric: Metric | None
    chart: SafeString | str
    points: Sequence[Point]
    said: Sequence[Said]


def evidence_pictures(of: ObjectiveStanding) -> list[Picture]:
    """One for each key result that was scored and that the reader sees. No query."""
    every = ((each, each.key_result.evidence) for each in of.key_results if each.key_result is not None)
    return [_picture(each, kept) for each, kept in every if kept]


def _picture(shown: KeyResultStanding, kept: Evidence) -> Picture:
    row, points = key_result_of(kept), points_of(kept)
    chart: SafeString | str = ""
    if row.metric is not None and any(point.value is not None for point in points):
        spec = pictures.key_result(row, row.metric, cycle_of(kept), points)
        chart = charts.svg(spec, title=shown.title, description=f"{shown.value_text}; {shown.words}")
    return Picture(shown=shown, metric=row.metric, chart=chart, points=points[::-1], said=said_in(kept))
