"""The same for several objectives at once: each one for itself, each with its outcome."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from okrflow.okrs.as_written import as_they_are
from okrflow.okrs.given import ObjectiveGiven
from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.closing import ClosingGiven, close_objective
from okrflow.okrs.services.copies import carry_over
from okrflow.okrs.services.locking import locked
from okrflow.okrs.services.objectives import save_objective
from okrflow.web.refusals import Refused

Act = Callable[[Objective], Objective]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`objective` is the one that was asked for, None where the asker sees none; `made` what came of it."""

    uuid: UUID
    objective: Objective | None = None
    made: Objective | None = None
    refused: str = ""


def change_several(*, rights: OkrRights, uuids: Iterable[UUID], act: Act) -> list[Outcome]:
    """Do it with each that the member sees, in the order given. What is refused stops none of the others."""
    wanted = list(dict.fromkeys(uuids))
    seen = {each.uuid: each for each in rights.readable.with_names().filter(uuid__in=wanted)}
    return [_done(uuid, seen.get(uuid), act) for uuid in wanted]


def _done(uuid: UUID, objective: Objective | None, act: Act) -> Outcome:
    if objective is None:
        return Outcome(uuid=uuid, refused="There is no such objective.")
    try:
        with transaction.atomic():
            return Outcome(uuid=uuid, objective=objective, made=act(objective))
    except ValidationError as error:
        return Outcome(uuid=uuid, objective=objective, refused=" ".join(error.messages))
    except (Refused, PermissionDenied) as refusal:
        return Outcome(uuid=uuid, objective=objective, refused=str(refusal))


def to_cycle(rights: OkrRights, cycle: Cycle, *, now: datetime | None = None) -> Act:
    """Into another cycle, as it is."""
    return lambda objective: _written(rights, objective, now or timezone.now(), cycle=cycle)


def kept_by(rights: OkrRights, person: Any, *, now: datetime | None = None) -> Act:
    """Somebody keeps all its key results up to date; None: nobody."""
    return lambda objective: _written(rights, objective, now or timezone.now(), keeper=[person])


def carried_over(rights: OkrRights, cycle: Cycle, *, now: datetime | None = None) -> Act:
    return lambda objective: carry_over(rights=rights, objective=objective, cycle=cycle, now=now)


def closed(rights: OkrRights, *, why: str, now: datetime | None = None) -> Act:
    """Graded by their scores; `why` is needed before their cycle's end."""
    given = ClosingGiven(why=why)
    return lambda objective: close_objective(rights=rights, objective=objective, given=given, now=now)


def _written(
    rights: OkrRights,
    objective: Objective,
    now: datetime,
    *,
    cycle: Cycle | None = None,
    keeper: list[Any] | None = None,
) -> Objective:
    """Write it anew as it stands, with another cycle or another keeper."""
    stored = locked(rights.organisation, objective)
    rows = as_they_are(stored)
    return save_objective(
        rights=rights,
        value_stream=stored.value_stream,
        given=ObjectiveGiven(
            title=stored.title,
            why=stored.why,
            cycle=cycle or stored.cycle,
            rank=stored.rank if cycle is None else None,
            supports=stored.supports,
        ),
        key_results=rows if keeper is None else [replace(row, kept_by=keeper[0]) for row in rows],
        objective=stored,
        version=stored.version,
        now=now,
    )
