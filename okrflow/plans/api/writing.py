"""From bodies to what the services take: every id is looked up for the writer, and 404 if it is not there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.http import Http404

from okrflow.api.problems import bad_value
from okrflow.okrs.models import KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.plans.models import PlanEntry
from okrflow.plans.services import NotAPlan, PlanEntryGiven
from okrflow.work_items.models import WorkItem

_PLAIN: Final = ("title", "note", "from_on", "to_on")
EMPTY: Final[dict[str, Any]] = {"note": "", "from_on": None, "to_on": None, "work_items": [], "bets": []}
"""What a body that says all of an entry means where it says nothing."""


def plan_entry_given(
    rights: OkrRights, body: dict[str, Any], present: PlanEntry | None = None
) -> PlanEntryGiven:
    """The entry that a body describes; what it leaves out stays as it is. Raises Http404."""
    wanted: dict[str, Any] = {name: body[name] for name in _PLAIN if name in body}
    if "work_items" in body:
        wanted["work_items"] = items_named(rights, body["work_items"])
    if "bets" in body:
        wanted["bets"] = key_results_named(rights, body["bets"])
    if present is None:
        return PlanEntryGiven(**wanted)
    as_is = PlanEntryGiven(
        **{name: getattr(present, name) for name in _PLAIN},
        work_items=present.work_items.all(),
        bets=present.bets.all(),
    )
    return replace(as_is, **wanted)


def items_named(rights: OkrRights, uuids: list[UUID]) -> list[WorkItem]:
    """The work items of these ids. Raises Http404."""
    found = list(WorkItem.objects.for_organisation(rights.organisation).filter(uuid__in=uuids))
    if len(found) != len(set(uuids)):
        raise Http404("There is no such work item.")
    return found


def key_results_named(rights: OkrRights, uuids: list[UUID]) -> list[KeyResult]:
    """The key results of these ids that the member sees. Raises Http404."""
    found = list(rights.readable_key_results.filter(uuid__in=uuids))
    if len(found) != len(set(uuids)):
        raise Http404("There is no such key result.")
    return found


@contextmanager
def refusals() -> Iterator[None]:
    """What the services refuse, as problems with their places."""
    try:
        yield
    except NotAPlan as refused:
        raise bad_value(f"/{refused.field}", "rule", str(refused)) from None
