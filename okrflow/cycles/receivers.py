"""What the rooms below ask: how an objective ended, and what waits to be closed."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from okrflow.metrics.values import end_of
from okrflow.okrs.models import Cycle, Objective, ObjectiveState, Retrospective
from okrflow.okrs.progress import standing
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.closing import grace_days, grace_ends_at
from okrflow.organisations.access import Access
from okrflow.web.panels import Panel, Place, panels_wanted
from okrflow.web.waiting import Waiting, WaitingKind, waiting_wanted
from okrflow.work_items.figures.windows import today


@receiver(panels_wanted)
def show_the_end(place: Place, subject: Any, access: Access, now: datetime, **_: Any) -> list[Panel]:
    """On an objective's page: how it ended, or for those who may close it the way there."""
    if place != Place.OBJECTIVE or subject.is_draft:
        return []
    rights = OkrRights.of(access)
    may_close = rights.closes(subject.value_stream_id)
    if not (subject.is_closed or may_close):
        return []
    context: dict[str, Any] = {
        "may_close": may_close,
        "is_over": today(rights.organisation, now=now) >= subject.cycle.ends_on,
    }
    if subject.is_closed:
        context |= _ended(rights, subject, now)
    return [Panel(order=10, template="cycles/objective_panel.html", context=context)]


def _ended(rights: OkrRights, objective: Objective, now: datetime) -> dict[str, Any]:
    (shown,) = standing([objective], now=now, stream_ids=rights.stream_ids)
    ends_at = grace_ends_at(objective, days=grace_days(rights.organisation))
    return {
        "shown": shown,
        "retrospective": Retrospective.objects.filter(objective=objective).first(),
        "may_reopen": now < ends_at and objective.cycle.closed_at is None,
    }


@receiver(waiting_wanted)
def tell_what_to_close(access: Access, now: datetime, **_: Any) -> list[Waiting]:
    """To leads their open objectives of cycles that are over; to administrators the organisation's, and such cycles in
    which nothing is open any more. Three queries."""
    rights = OkrRights.of(access)
    day = today(rights.organisation, now=now)
    over = Cycle.objects.for_organisation(rights.organisation).filter(ends_on__lte=day)
    rows = Objective.objects.for_organisation(rights.organisation).filter(
        cycle__in=over, state=ObjectiveState.PUBLISHED
    )
    still_open = list(rows.with_names().in_reading_order())
    found = [_of_objective(rights, each) for each in still_open if rights.closes(each.value_stream_id)]
    if rights.administers:
        left = {each.cycle_id for each in still_open}
        ready = [each for each in over.filter(closed_at=None) if each.pk not in left]
        found += [_of_cycle(rights, each) for each in ready]
    return found


def _of_objective(rights: OkrRights, objective: Objective) -> Waiting:
    root = rights.organisation.get_absolute_url()
    return Waiting(
        kind=WaitingKind.CLOSING,
        title=objective.title,
        url=f"{root}objectives/{objective.uuid}/close/",
        since=end_of(rights.organisation, objective.cycle.last_on),
        words=f"Its cycle is over: {objective.cycle}. Close it and say what it taught.",
    )


def _of_cycle(rights: OkrRights, cycle: Cycle) -> Waiting:
    root = rights.organisation.get_absolute_url()
    return Waiting(
        kind=WaitingKind.CLOSING,
        title=cycle.name,
        url=f"{root}cycles/{cycle.slug}/",
        since=end_of(rights.organisation, cycle.last_on),
        words="It is over, and nothing in it is open. Close the cycle.",
    )
