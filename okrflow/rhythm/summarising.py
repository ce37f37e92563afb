"""The lines of a check-in's summary: what was said of each key result since the last one, and what moved."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Self

from okrflow.metrics.formatting import shown
from okrflow.metrics.models import MetricKind
from okrflow.okrs.models import CheckIn, KeyResult
from okrflow.okrs.progress.standings import TEAMS_OWN
from okrflow.rhythm.models import CheckInSummary
from okrflow.value_streams.models import ValueStream

LONGEST: Final = timedelta(days=7)
"""A summary looks back to the last one, but no further than this."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What was said of one key result. Values are decimals as text, in the metric's stored unit; `team`: for the
    stream's members only."""

    title: str
    url: str
    objective: str = ""
    team: bool = False
    hidden: bool = False
    unit_kind: str = ""
    unit: str = ""
    digits: int = 0
    before: str = ""
    value: str = ""
    confidence: int | None = None
    confidence_before: int | None = None
    note: str = ""
    said_by: str = ""

    @classmethod
    def of(cls, said: Sequence[CheckIn], former: CheckIn | None) -> Self:
        """From the check-ins on one key result, the oldest first, and the last one before them."""
        row, last = said[-1].key_result, said[-1]
        values = [each.value for each in said if each.value is not None]
        before = former.value if former is not None and former.value is not None else row.baseline
        return cls(
            title=row.title,
            url=row.get_absolute_url(),
            objective=row.objective.title,
            team=row.metric is not None and row.metric.kind == MetricKind.TEAM,
            unit_kind=row.metric.unit_kind if row.metric else "",
            unit=row.metric.unit if row.metric else "",
            digits=row.metric.digits if row.metric else 0,
            before="" if before is None or not values else str(before),
            value=str(values[-1]) if values else "",
            confidence=last.confidence,
            confidence_before=former.confidence if former else None,
            note="\n".join(each.note for each in said if each.note),
            said_by=", ".join(dict.fromkeys(str(each.created_by or "the API") for each in said)),
        )

    @property
    def value_text(self) -> str:
        return shown(self, Decimal(self.value)) if self.value else ""

    @property
    def before_text(self) -> str:
        return shown(self, Decimal(self.before)) if self.before else ""

    @property
    def moved(self) -> bool:
        return bool(self.value and self.before) and Decimal(self.value) != Decimal(self.before)


def since_of(value_stream: ValueStream, *, now: datetime) -> datetime:
    """From when on check-ins belong into the next summary. One query."""
    last = CheckInSummary.objects.of_stream(value_stream).newest_first().first()
    return max(last.ended_at, now - LONGEST) if last else now - LONGEST


def lines_since(value_stream: ValueStream, *, since: datetime) -> list[Line]:
    """One line a key result of the stream, in the order of rank. Two queries."""
    said: dict[KeyResult, list[CheckIn]] = {}
    for each in _said(value_stream).filter(created_at__gt=since).order_by("created_at", "pk"):
        said.setdefault(each.key_result, []).append(each)
    before = _said(value_stream).filter(key_result__in=said, created_at__lte=since)
    former = {
        each.key_result_id: each
        for each in before.order_by("key_result", "-created_at", "-pk").distinct("key_result")
    }
    order = sorted(said, key=_by_rank)
    return [Line.of(said[row], former.get(row.pk)) for row in order]


def _said(value_stream: ValueStream) -> Any:
    rows = CheckIn.objects.filter(
        organisation=value_stream.organisation_id, key_result__objective__value_stream=value_stream
    )
    return rows.select_related(
        "key_result__metric", "key_result__objective", "key_result__organisation", "created_by"
    )


def _by_rank(row: KeyResult) -> tuple[float, int, int, int]:
    rank = row.objective.rank
    return (float("inf") if rank is None else rank, row.objective_id, row.order, row.pk)


def stored(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [asdict(line) for line in lines]


def lines_for(summary: CheckInSummary, *, belongs: bool) -> list[Line]:
    """The lines as a reader may know them: others than the stream's members learn of a team metric only that it is there."""
    lines = [Line(**line) for line in summary.lines]
    return [
        Line(title=TEAMS_OWN, url="", hidden=True) if line.team and not belongs else line for line in lines
    ]
