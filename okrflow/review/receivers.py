"""What the rooms below tell and ask: changes want a run, publishing and committing are stopped by blocks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from okrflow.experiments.signals import experiments_changed
from okrflow.metrics.signals import measured
from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.signals import okrs_changed, publishing
from okrflow.okrs.timeline import Happening, happenings_wanted
from okrflow.organisations.access import Access
from okrflow.plans.models import PlanEntry
from okrflow.plans.signals import committing
from okrflow.review.inbox import waiting_findings
from okrflow.review.reading.flow import forget
from okrflow.review.services import want
from okrflow.review.services.publishing import require_no_blocks, require_room
from okrflow.review.timeline import happenings_of
from okrflow.web.waiting import Waiting, waiting_wanted
from okrflow.work_items.signals import streams_refreshed


@receiver(streams_refreshed)
def figures_changed(organisation_id: int, value_stream_ids: frozenset[int], **_: Any) -> None:
    forget(value_stream_ids)
    want(organisation_id=organisation_id)


@receiver([okrs_changed, measured, experiments_changed])
def something_changed(organisation_id: int, **_: Any) -> None:
    want(organisation_id=organisation_id)


@receiver(publishing)
def look_before_publishing(
    objective: Objective, key_results: Sequence[KeyResult], first: bool, now: datetime, **_: Any
) -> None:
    """Raises NotReady."""
    require_no_blocks(objective, key_results, first=first, now=now)


@receiver(committing)
def look_before_committing(plan_entry: PlanEntry, now: datetime, **_: Any) -> None:
    """Raises NotAPlan."""
    require_room(plan_entry, now=now)


@receiver(happenings_wanted)
def findings_in_timeline(objective: Objective, rights: OkrRights, **_: Any) -> list[Happening]:
    return happenings_of(objective, rights)


@receiver(waiting_wanted)
def findings_wait(access: Access, now: datetime, **_: Any) -> list[Waiting]:
    return waiting_findings(access, now=now)
