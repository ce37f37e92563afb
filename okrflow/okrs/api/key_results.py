"""Key results: a stream's own; those on team metrics do not exist for others."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.operations import operation
from okrflow.api.preconditions import expected_version
from okrflow.api.serializers import PageQuery, page_of
from okrflow.api.views import ApiView
from okrflow.okrs.api.objectives import objective_seen
from okrflow.okrs.api.shapes import KeyResultIn, KeyResultOut, KeyResultPatch, key_result_shown
from okrflow.okrs.api.writing import (
    key_result_given,
    locked,
    objective_given,
    refusals,
    require_version,
)
from okrflow.okrs.as_written import as_they_are
from okrflow.okrs.given import KeyResultGiven
from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.progress import standing
from okrflow.okrs.querysets import KeyResultQuerySet
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import save_objective
from okrflow.organisations.models import Role, Scope

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)
Page = page_of(KeyResultOut, "key results")


class KeyResultsQuery(PageQuery):
    objective = serializers.UUIDField(required=False)


def seen(rights: OkrRights) -> KeyResultQuerySet:
    """The key results that the member may read."""
    return rights.readable_key_results.select_related(
        "organisation",
        "metric",
        "objective__organisation",
        "objective__cycle",
        "objective__value_stream",
        "objective__supports",
    )


def one_seen(rights: OkrRights, uuid: UUID) -> KeyResult:
    found = seen(rights).filter(uuid=uuid).first()
    if found is None:
        raise Http404("No such key result.")
    return found


def all_shown(rights: OkrRights, rows: Sequence[KeyResult]) -> list[dict[str, Any]]:
    """Key results with how they stand, computed with their objectives."""
    objectives = {row.objective_id: row.objective for row in rows}
    found = standing(list(objectives.values()), now=timezone.now(), stream_ids=rights.stream_ids)
    shown = {
        each.key_result.pk: key_result_shown(of.objective, each)
        for of in found
        for each in of.key_results
        if each.key_result is not None
    }
    return [shown[row.pk] for row in rows]


class KeyResults(ApiView):
    """What shows that objectives came true."""

    @operation(summary="List key results", scopes=READ, query=KeyResultsQuery, answers={200: Page})
    def get(self, request: Request) -> Response:
        rights = OkrRights.of(self.access)
        found = seen(rights)
        if uuid := self.parameters.get("objective"):
            found = found.filter(objective=objective_seen(rights, uuid))
        return self.page_together(found, lambda rows: all_shown(rights, rows))


class KeyResultsOfObjective(ApiView):
    """The key results of one objective."""

    @operation(summary="List an objective's key results", scopes=READ, query=PageQuery, answers={200: Page})
    def get(self, request: Request, objective: UUID) -> Response:
        rights = OkrRights.of(self.access)
        found = seen(rights).filter(objective=objective_seen(rights, objective))
        return self.page_together(found, lambda rows: all_shown(rights, rows))

    @operation(
        summary="Add a key result",
        scopes=WRITE,
        role=Role.EDITOR,
        body=KeyResultIn,
        answers={201: KeyResultOut},
    )
    def post(self, request: Request, objective: UUID) -> Response:
        rights = OkrRights.of(self.access)
        of = objective_seen(rights, objective)
        rights.require_writing(of.value_stream)
        given = key_result_given(rights, self.read_body())
        of = locked(of, None)
        others = as_they_are(of)
        write(rights, of, [*others, given], only=len(others))
        made = of.key_results.exclude(uuid__in=[each.uuid for each in others]).get()
        return self.made(shown(self, rights, made.uuid), f"{self.base}/key-results/{made.uuid}")


class OneKeyResult(ApiView):
    """One key result."""

    @operation(summary="Read a key result", scopes=READ, answers={200: KeyResultOut})
    def get(self, request: Request, key_result: UUID) -> Response:
        return Response(shown(self, OkrRights.of(self.access), key_result))

    @operation(
        summary="Change a key result",
        scopes=WRITE,
        role=Role.EDITOR,
        body=KeyResultPatch,
        if_match="required",
        answers={200: KeyResultOut},
    )
    def patch(self, request: Request, key_result: UUID) -> Response:
        rights, row = self._writable(key_result)
        given = self.read_body()
        of = self._locked(row)
        rows = as_they_are(of)
        place = next(number for number, each in enumerate(rows) if each.uuid == row.uuid)
        rows[place] = key_result_given(rights, given, rows[place])
        write(rights, of, rows, only=place)
        return Response(shown(self, rights, key_result))

    @operation(
        summary="Remove a key result",
        scopes=WRITE,
        role=Role.EDITOR,
        if_match="required",
        answers={204: None},
    )
    def delete(self, request: Request, key_result: UUID) -> Response:
        """Not one with check-ins of a published objective, nor its last one."""
        rights, row = self._writable(key_result)
        of = self._locked(row)
        write(rights, of, [each for each in as_they_are(of) if each.uuid != row.uuid])
        return Response(status=204)

    def _writable(self, uuid: UUID) -> tuple[OkrRights, KeyResult]:
        rights = OkrRights.of(self.access)
        row = one_seen(rights, uuid)
        rights.require_writing(row.objective.value_stream)
        return rights, row

    def _locked(self, row: KeyResult) -> Objective:
        """The objective first, as everybody who writes key results does."""
        version = expected_version(self.request._request)
        of = locked(row.objective, None)
        require_version(row, version)
        return of


def write(
    rights: OkrRights, of: Objective, rows: Sequence[KeyResultGiven], *, only: int | None = None
) -> None:
    with refusals(only=only):
        save_objective(
            rights=rights,
            value_stream=of.value_stream,
            given=objective_given(rights, {}, of),
            key_results=rows,
            objective=of,
            version=of.version,
        )


def shown(view: ApiView, rights: OkrRights, uuid: UUID) -> dict[str, Any]:
    """The key result as this reader sees it, and its version for the ETag."""
    row = one_seen(rights, uuid)
    view.version = row.version
    return all_shown(rights, [row])[0]
