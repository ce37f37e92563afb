"""How long is long in a stage: the p95 of its visits that ended lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Q

from okrflow.value_streams.models import ValueStream

LOOK_BACK: Final = timedelta(days=180)
FEWEST_VISITS: Final = 10


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The longest usual stay by status id, and for all other stages; None where fewer than 10 visits ended at all."""

    of_stages: dict[int, timedelta]
    of_others: timedelta | None

    def exceeded(self, *, now: datetime) -> Q:
        """The facts of items that have been in their present stage for longer."""
        found = Q(pk__in=[])
        for status, longest in self.of_stages.items():
            found |= Q(status=status, since_at__lt=now - longest)
        if self.of_others is not None:
            found |= ~Q(status__in=self.of_stages) & Q(since_at__lt=now - self.of_others)
        return found


def limits_of(value_stream: ValueStream, *, now: datetime) -> Limits:
    """From the visits that ended in the last 180 days, elapsed time. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status_id, count(*), percentile_cont(0.95) WITHIN GROUP (ORDER BY ended_at - visit_began_at)"
            " FROM work_items_interval WHERE value_stream_id = %s AND state IN (1, 2) AND ends_visit"
            " AND ended_at >= %s AND ended_at <= %s GROUP BY GROUPING SETS ((status_id), ())",
            [value_stream.pk, now - LOOK_BACK, now],
        )
        enough = {status: longest for status, visits, longest in cursor.fetchall() if visits >= FEWEST_VISITS}
    of_others = enough.pop(None, None)
    return Limits(of_stages=enough, of_others=of_others)
