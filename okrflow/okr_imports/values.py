"""Values of a file as measurements of metrics that are typed in; what is there already stays as it is."""

from datetime import date, datetime
from decimal import Decimal

from okrflow.metrics.models import Measurement, Metric
from okrflow.metrics.services import noon_of, record_measurement
from okrflow.okr_imports.counts import Counts
from okrflow.okr_imports.planning import KeyResultPlanned
from okrflow.okrs.rights import OkrRights
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import zone_of


def bring_values(planned: KeyResultPlanned, rights: OkrRights, counts: Counts, *, now: datetime) -> None:
    """Record the values of days that have none yet, and today's if it is news. One query, and two a new value."""
    metric = planned.metric
    if metric is None or not planned.how_many_values:
        return
    bringer = _Bringer(planned.read.row.number, metric, rights, counts, now)
    if not rights.metrics.writes_values(metric):
        bringer.tell(f"{metric} takes no values from you, so those of the file were left out.")
        return
    known = _by_day(metric)
    for day, value in planned.values.items():
        bringer.bring(noon_of(metric.organisation, day), value, known.get(day))
    newest = known | planned.values
    if planned.current is not None and (not newest or newest[max(newest)] != planned.current):
        bringer.bring(now, planned.current, None)


class _Bringer:
    """Brings the values of one row."""

    def __init__(self, row: int, metric: Metric, rights: OkrRights, counts: Counts, now: datetime) -> None:
        self._row, self._metric, self._rights, self._counts, self._now = row, metric, rights, counts, now

    def tell(self, text: str) -> None:
        self._counts.told.append((self._row, text))

    def bring(self, about_at: datetime, value: Decimal, present: Decimal | None) -> None:
        """Record a value unless there is one, which is told if it is another."""
        day = f"{about_at:%Y-%m-%d}"
        if present is not None:
            if present != value:
                self._counts.values_different += 1
                self.tell(f"{self._metric} has another value about {day}. Correct it on the metric’s page.")
            return
        try:
            record_measurement(
                metric=self._metric,
                about_at=about_at,
                value=value,
                note="",
                by=self._rights.access.user,
                now=self._now,
            )
        except Refused as refusal:
            self.tell(f"The value about {day} was left out. {refusal}")
        else:
            self._counts.values_added += 1


def _by_day(metric: Metric) -> dict[date, Decimal]:
    """The last value about each local day."""
    zone = zone_of(metric.organisation)
    rows = Measurement.objects.for_organisation(metric.organisation).valid().filter(metric=metric)
    pairs = rows.order_by("about_at", "recorded_at", "pk").values_list("about_at", "value")
    return {about_at.astimezone(zone).date(): value for about_at, value in pairs}
