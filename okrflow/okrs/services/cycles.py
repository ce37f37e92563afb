"""Cycles: the stretches of days that objectives are written for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from okrflow.metrics.slugs import free_slug
from okrflow.okrs.models import Cycle, Objective, ObjectiveState, OkrSettings
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.telling import tell
from okrflow.organisations.models import Organisation
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today

LONGEST_DAYS: Final = 1100
ADDRESSES: Final = {"new"}
"""What stands where a cycle's slug would."""


class NotACycle(Refused):
    """The days do not make a cycle."""


class StillOpen(Refused):
    """Some of the cycle's objectives are not closed: `objectives`, in reading order."""

    def __init__(self, objectives: Sequence[Objective]) -> None:
        named = ", ".join(f"“{each}” ({each.value_stream or 'Organisation'})" for each in objectives)
        super().__init__(f"Not closed yet: {named}. Ask their leads, or close the cycle and leave them open.")
        self.objectives = list(objectives)


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleGiven:
    """`ends_on` is the first day that is no longer in it."""

    name: str
    starts_on: date
    ends_on: date


@transaction.atomic
def create_cycle(*, organisation: Organisation, given: CycleGiven, rights: OkrRights | None = None) -> Cycle:
    """A cycle; cycles may overlap. Raises NotACycle, PermissionDenied. Without `rights`: the installation itself."""
    if rights:
        rights.require_cycles()
    _require_days(given)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    taken = set(Cycle.objects.for_organisation(organisation).values_list("slug", flat=True))
    slug = free_slug(given.name, taken=taken | ADDRESSES, otherwise="cycle")
    return _written(Cycle(organisation=organisation, slug=slug), given)


@transaction.atomic
def change_cycle(*, cycle: Cycle, given: CycleGiven, rights: OkrRights) -> Cycle:
    """Other days or another name; its address stays."""
    rights.require_cycles()
    _require_days(given)
    stored = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if stored.closed_at and (stored.starts_on, stored.ends_on) != (given.starts_on, given.ends_on):
        raise NotACycle("This cycle is closed; its days stay as they are.")
    return _written(stored, given)


@transaction.atomic
def close_cycle(
    *, rights: OkrRights, cycle: Cycle, leave_open: bool = False, now: datetime | None = None
) -> Cycle:
    """Close a cycle once all of its objectives are closed, or, with `leave_open`, with the rest marked as left open; their
    leads may still close those. Raises PermissionDenied, NotACycle, StillOpen."""
    now = now or timezone.now()
    rights.require_cycles()
    stored = Cycle.objects.select_for_update(no_key=True).select_related("organisation").get(pk=cycle.pk)
    if stored.closed_at is not None:
        raise NotACycle("It is closed already.")
    if today(stored.organisation, now=now) < stored.ends_on:
        raise NotACycle("It is not over. A cycle is closed after its last day.")
    rest = list(stored.objectives.filter(state=ObjectiveState.PUBLISHED).with_names().in_reading_order())
    if rest and not leave_open:
        raise StillOpen(rest)
    stored.closed_at = now
    stored.save(update_fields=["closed_at", "updated_at"])
    tell(stored.organisation_id, None)
    return stored


def _require_days(given: CycleGiven) -> None:
    if given.ends_on <= given.starts_on:
        raise NotACycle("A cycle ends after it starts.")
    if (given.ends_on - given.starts_on).days > LONGEST_DAYS:
        raise NotACycle("A cycle lasts three years at most.")
    if not date(1971, 1, 1) <= given.starts_on < given.ends_on <= date(2199, 1, 1):
        raise NotACycle("A cycle lies between 1971 and 2199.")


def _written(cycle: Cycle, given: CycleGiven) -> Cycle:
    cycle.name, cycle.starts_on, cycle.ends_on = given.name, given.starts_on, given.ends_on
    cycle.clean_fields(exclude=["organisation"])
    cycle.save()
    tell(cycle.organisation_id, None)
    return cycle


@transaction.atomic
def set_grace(*, rights: OkrRights, days: int) -> OkrSettings:
    """How many days after a cycle's end values about days in it still count. Raises PermissionDenied, ValidationError."""
    if not rights.administers:
        raise PermissionDenied(
            "This is set by administrators and owners of the organisation. Ask one of them."
        )
    OkrSettings(grace_days=days).clean_fields(exclude=["organisation"])
    kept, _ = OkrSettings.objects.update_or_create(
        organisation=rights.organisation, defaults={"grace_days": days}
    )
    return kept
