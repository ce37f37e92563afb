"""The few findings that the overview leads with."""

from datetime import datetime

from okrflow.organisations.models import Organisation
from okrflow.review.models import Finding
from okrflow.work_items.figures.windows import today

MOST = 3


def leading(organisation: Organisation, *, now: datetime) -> list[Finding]:
    """At most one a value stream and three in all, for every reader: nothing of drafts or team metrics. One query."""
    rows = Finding.objects.for_organisation(organisation).open().shown().counted()
    found: dict[int | None, Finding] = {}
    for row in rows.not_waived_on(today(organisation, now=now)).with_names().in_order():
        found.setdefault(row.value_stream_id, row)
        if len(found) == MOST:
            break
    return list(found.values())
