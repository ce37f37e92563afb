"""Raising impediments, answering and addressing them, closing them."""

from dataclasses import fields
from datetime import datetime

from django.db import transaction

from okrflow.impediments.given import ImpedimentGiven, NotAnImpediment, require_possible
from okrflow.impediments.models import Impediment
from okrflow.impediments.rights import require_addressing, require_answering, require_raising
from okrflow.okrs.models import Objective, ObjectiveState
from okrflow.okrs.querysets import ObjectiveQuerySet
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.telling import tell
from okrflow.value_streams.models import ValueStream
from okrflow.web.refusals import Refused
from okrflow.web.versions import claimed
from okrflow.work_items.figures.windows import today


class IsClosed(Refused):
    """What is closed stays as it is."""


@transaction.atomic
def raise_impediment(
    *, rights: OkrRights, value_stream: ValueStream, given: ImpedimentGiven, now: datetime
) -> Impediment:
    """A new one of the stream. Raises PermissionDenied, NotAnImpediment, ValidationError for bad fields."""
    require_raising(rights, value_stream)
    impediment = Impediment(
        organisation=rights.organisation, value_stream=value_stream, raised_by=rights.access.user
    )
    return _written(rights, impediment, given, now)


@transaction.atomic
def change_impediment(
    *, rights: OkrRights, impediment: Impediment, given: ImpedimentGiven, version: int, now: datetime
) -> Impediment:
    """Say it anew; answers stay. Raises as `raise_impediment`, and EditConflict, IsClosed."""
    require_raising(rights, impediment.value_stream)
    rows = Impediment.objects.for_organisation(rights.organisation)
    stored = claimed(impediment, rows.with_names(), version=version)
    _require_open(stored)
    return _written(rights, stored, given, now)


def _written(rights: OkrRights, impediment: Impediment, given: ImpedimentGiven, now: datetime) -> Impediment:
    require_possible(rights, impediment.value_stream, given, today=today(rights.organisation, now=now))
    for field in fields(given):
        setattr(impediment, field.name, getattr(given, field.name))
    return _saved(impediment)


def _saved(impediment: Impediment) -> Impediment:
    related = [field.name for field in impediment._meta.fields if field.is_relation]
    impediment.clean_fields(exclude=related)
    impediment.save()
    tell(impediment.organisation_id, impediment.value_stream_id)
    return impediment


def _held(impediment: Impediment) -> Impediment:
    """The impediment as it is now, still open, held until the end of the transaction; its version is raised."""
    rows = Impediment.objects.for_organisation(impediment.organisation).with_names()
    stored = rows.select_for_update(of=("self",), no_key=True).get(pk=impediment.pk)
    _require_open(stored)
    stored.version += 1
    return stored


def _require_open(impediment: Impediment) -> None:
    if impediment.is_closed:
        raise IsClosed("It is closed. If it is back, raise it again.")


@transaction.atomic
def answer(*, rights: OkrRights, impediment: Impediment, text: str, now: datetime) -> Impediment:
    """Say what is done about it, or why not; a later answer takes the place of an earlier one.

    Raises PermissionDenied, NotAnImpediment without words, IsClosed.
    """
    require_answering(rights, impediment)
    if not text.strip():
        raise NotAnImpediment("answer", "Say what happens about it, or why nothing does.")
    stored = _held(impediment)
    stored.answer, stored.answered_at, stored.answered_by = text.strip(), now, rights.access.user
    return _saved(stored)


@transaction.atomic
def address(
    *, rights: OkrRights, impediment: Impediment, objective: Objective | None, now: datetime
) -> Impediment:
    """Say which objective of the organisation addresses it; None takes that back.

    The effect on its stage is counted from today on. Raises PermissionDenied, NotAnImpediment, IsClosed.
    """
    require_addressing(rights)
    if objective is not None and not addressing(rights).filter(pk=objective.pk).exists():
        raise NotAnImpediment("objective", "Choose a published objective of the organisation.")
    stored = _held(impediment)
    if objective is None or stored.addressed_by_id is None:
        stored.addressed_on = None if objective is None else today(rights.organisation, now=now)
    stored.addressed_by = objective
    return _saved(stored)


def addressing(rights: OkrRights) -> ObjectiveQuerySet:
    """The objectives that can address one: the organisation's published ones."""
    return rights.readable.filter(value_stream=None, state=ObjectiveState.PUBLISHED).by_rank()


@transaction.atomic
def close(*, rights: OkrRights, impediment: Impediment, now: datetime) -> Impediment:
    """The stream that raised it says that it is gone. Raises PermissionDenied, IsClosed."""
    require_raising(rights, impediment.value_stream)
    stored = _held(impediment)
    stored.closed_on, stored.closed_by = today(rights.organisation, now=now), rights.access.user
    return _saved(stored)
