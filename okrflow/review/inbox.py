"""New findings wait for those who can do something about them: a stream's leads, the organisation's owners."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.models import Role
from okrflow.review.findings import Severity
from okrflow.review.models import Finding
from okrflow.value_streams.models import ValueStream
from okrflow.web.waiting import Waiting, WaitingKind
from okrflow.work_items.figures.windows import today

NEW_FOR: Final = timedelta(days=14)


def waiting_findings(access: Access, *, now: datetime) -> list[Waiting]:
    """One for each stream that they lead, and one for the organisation, if they own it. Two queries."""
    rights = OkrRights.of(access)
    rows = (
        Finding.objects.told(rights)
        .open()
        .shown()
        .filter(of_draft=False, opened_at__gt=now - NEW_FOR, severity__in=[Severity.BLOCK, Severity.WARN])
        .not_waived_on(today(access.organisation, now=now))
        .with_names()
        .in_order()
    )
    found: dict[ValueStream | None, list[Finding]] = defaultdict(list)
    for row in rows:
        leads = rights.publishes(row.value_stream_id) if row.value_stream else access.at_least(Role.OWNER)
        if leads:
            found[row.value_stream].append(row)
    return [_waiting(access, stream, of) for stream, of in found.items()]


def _waiting(access: Access, stream: ValueStream | None, rows: list[Finding]) -> Waiting:
    number = "One new finding" if len(rows) == 1 else f"{len(rows)} new findings"
    return Waiting(
        kind=WaitingKind.FINDING,
        title=f"{number} on {stream or access.organisation}",
        url=f"{access.organisation.get_absolute_url()}review/?stream={stream.slug if stream else '-'}",
        since=min(row.opened_at for row in rows if row.opened_at),
        words=rows[0].said,
    )
