"""Key results that move each other, as the page of one of them shows them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.safestring import SafeString

from okrflow.flow.lags import LagCorrelation, lag_curve, strongest
from okrflow.okrs import pictures
from okrflow.okrs.models import Contribution, KeyResult
from okrflow.okrs.progress.contributions import Weekly, contributions_seen, weekly
from okrflow.okrs.rights import OkrRights
from okrflow.web import charts


@dataclass(frozen=True, kw_only=True)
class Together:
    """Two key results on one axis of weeks; the first is the one that contributes."""

    contribution: Contribution
    other: KeyResult
    may_remove: bool
    first: Weekly | None
    second: Weekly | None

    @property
    def curve(self) -> list[LagCorrelation]:
        if self.first is None or self.second is None:
            return []
        return lag_curve(self.first.numbers, self.second.numbers)

    @property
    def strongest(self) -> LagCorrelation | None:
        return strongest(self.curve)

    @property
    def chart(self) -> SafeString | str:
        if self.first is None or self.second is None or not (self.first.is_known and self.second.is_known):
            return ""
        title = f"{self.first.metric} and {self.second.metric}"
        return charts.svg(pictures.together(self.first, self.second), title=title)

    @property
    def curve_chart(self) -> SafeString | str:
        if self.strongest is None:
            return ""
        return charts.svg(pictures.lags(self.curve), title="Rank correlation by lag in weeks")

    @property
    def rows(self) -> list[tuple[date, Decimal | None, Decimal | None]]:
        """Day and both values, the newest first."""
        if self.first is None or self.second is None:
            return []
        pairs = zip(self.first.points, self.second.points, strict=True)
        return [(one.day, one.value, two.value) for one, two in pairs][::-1]


def together(rights: OkrRights, found: KeyResult, *, now: datetime) -> tuple[list[Together], list[Together]]:
    """Those that it contributes to, and those that contribute to it, as far as the reader sees them."""
    rows = contributions_seen(rights)
    to = [_together(rights, each, each.to, now) for each in rows.filter(key_result=found)]
    by = [_together(rights, each, each.key_result, now) for each in rows.filter(to=found)]
    return to, by


def _together(rights: OkrRights, row: Contribution, other: KeyResult, now: datetime) -> Together:
    return Together(
        contribution=row,
        other=other,
        may_remove=rights.writes(row.key_result.objective.value_stream_id),
        first=weekly(row.key_result, now=now),
        second=weekly(row.to, now=now),
    )
