"""Cycles: the stretches of days that objectives are written for."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from okrflow.metrics.slugs import free_slug
from okrflow.okrs.models import Cycle
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.telling import tell
from okrflow.organisations.models import Organisation
from okrflow.web.refusals import Refused

LONGEST_DAYS = 1100


class NotACycle(Refused):
    """The days do not make a cycle."""


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
    slug = free_slug(given.name, taken=taken, otherwise="cycle")
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
