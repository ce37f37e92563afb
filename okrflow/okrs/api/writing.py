"""From bodies to what the services take: every id is looked up in the organisation, and 404 if it is not there."""

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404

from okrflow.api.preconditions import changed_meanwhile
from okrflow.api.problems import Error, Problem
from okrflow.flow import Kind
from okrflow.metrics.api.finding import metric_named
from okrflow.metrics.models import Measure
from okrflow.okrs.api.cycles import cycle_named
from okrflow.okrs.as_written import as_they_are
from okrflow.okrs.given import FlowGiven, KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Aim, Ambition, KeyResult, Objective, TargetForm
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import EditConflict, NotPossible, NotReady
from okrflow.organisations.models import Membership
from okrflow.value_streams.models import Status

KINDS: Final = {kind.name.lower(): kind for kind in Kind}
WORDS: Final = {"aim": Aim, "target_form": TargetForm, "ambition": Ambition}
PLAIN: Final = ("title", "baseline", "baseline_on", "target", "lower", "upper", "guard_for", "keep", "note")


def objective_given(
    rights: OkrRights, given: dict[str, Any], present: Objective | None = None
) -> ObjectiveGiven:
    """The objective that a body describes; what it leaves out stays as it is."""
    wanted: dict[str, Any] = {name: given[name] for name in ("title", "why", "rank") if name in given}
    if "cycle" in given:
        wanted["cycle"] = cycle_named(rights.access, given["cycle"])
    if "supports" in given:
        wanted["supports"] = _supported(rights, given["supports"])
    if present is None:
        return ObjectiveGiven(**wanted)
    as_is = ObjectiveGiven(
        title=present.title,
        cycle=present.cycle,
        why=present.why,
        rank=present.rank,
        supports=present.supports,
    )
    return replace(as_is, **wanted)


def _supported(rights: OkrRights, uuid: UUID | None) -> Objective | None:
    if uuid is None:
        return None
    return get_object_or_404(rights.readable.select_related("cycle"), uuid=uuid)


def key_result_given(
    rights: OkrRights, given: dict[str, Any], present: KeyResultGiven | None = None
) -> KeyResultGiven:
    """The key result that a body describes; what it leaves out stays as it is."""
    if given.get("flow") and given.get("metric"):
        error = Error(pointer="/flow", code="does_not_fit", detail="Give a metric or a flow measure.")
        raise Problem(422, "invalid", "A key result is measured by one thing.", errors=[error])
    wanted: dict[str, Any] = {name: given[name] for name in PLAIN if name in given}
    wanted |= {name: words(given[name]) for name, words in WORDS.items() if name in given}
    if "metric" in given:
        wanted["metric"] = metric_named(rights.metrics, given["metric"]) if given["metric"] else None
    if "flow" in given:
        wanted["metric"] = _flow(rights, given["flow"])
    if "kept_by" in given:
        wanted["kept_by"] = _member(rights, given["kept_by"])
    return KeyResultGiven(**wanted) if present is None else replace(present, **wanted)


def _flow(rights: OkrRights, given: dict[str, Any]) -> FlowGiven:
    stage = given.get("stage")
    return FlowGiven(
        measure=Measure(given["measure"]),
        item_kind=KINDS[given["kind"]] if given.get("kind") else None,
        stage=get_object_or_404(Status, organisation=rights.organisation, name=stage) if stage else None,
    )


def _member(rights: OkrRights, uuid: UUID | None) -> Any:
    if uuid is None:
        return None
    members = Membership.objects.for_organisation(rights.organisation).select_related("user")
    return get_object_or_404(members, user__uuid=uuid).user


def all_given(
    rights: OkrRights, objective: Objective | None, given: Sequence[dict[str, Any]]
) -> list[KeyResultGiven]:
    """The key results of a whole objective. Raises Http404 for an id that is none of its."""
    present = {each.uuid: each for each in as_they_are(objective)} if objective else {}
    found = []
    for each in given:
        uuid = each.get("id")
        if uuid is not None and uuid not in present:
            raise Http404("The objective has no such key result.")
        found.append(replace(key_result_given(rights, each), uuid=uuid))
    return found


def locked(objective: Objective, version: int | None) -> Objective:
    """The objective, locked, as it is now: at `version`, if one is expected. One UPDATE decides. Raises Problem (412)."""
    rows = Objective.objects.for_organisation(objective.organisation).filter(pk=objective.pk)
    expected = rows if version is None else rows.filter(version=version)
    if not expected.update(version=F("version")):
        raise changed_meanwhile()
    return rows.with_names().get()


def require_version(key_result: KeyResult, version: int | None) -> None:
    """Likewise for a key result, whose objective is locked. Raises Problem (412)."""
    rows = KeyResult.objects.filter(pk=key_result.pk)
    if not (rows if version is None else rows.filter(version=version)).update(version=F("version")):
        raise changed_meanwhile()


NESTED: Final = {"item_kind": "flow/kind", "stage": "flow/stage"}


@contextmanager
def refusals(*, only: int | None = None, prefix: str = "/key_results"):  # type: ignore[no-untyped-def]
    """What the services refuse, as problems with their places; `only`: the body is that key result alone."""
    try:
        yield
    except EditConflict:
        raise changed_meanwhile() from None
    except NotReady as refused:
        errors = [
            Error(pointer=_place(found.place, found.field, only, prefix), code="rule", detail=found.text)
            for found in refused.problems
        ]
        raise Problem(422, "not_ready", str(refused), errors=errors) from None
    except NotPossible as refused:
        pointer = f"/{refused.field}" if refused.field else ""
        errors = [Error(pointer=pointer, code="rule", detail=str(refused))]
        raise Problem(422, "not_possible", str(refused), errors=errors) from None


def _place(place: int | None, field: str, only: int | None, prefix: str) -> str:
    named = f"/{NESTED.get(field, field)}" if field else ""
    if place is None or place == only:
        return named
    return f"{prefix}/{place}{named}"
