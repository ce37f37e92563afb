"""Which key results move which, and how they moved together."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.fields import Id, Instant, Word
from okrflow.api.operations import operation
from okrflow.api.serializers import PageQuery, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.flow.lags import LagCorrelation
from okrflow.okrs.api.key_results import one_seen
from okrflow.okrs.models import Contribution, ContributionKind
from okrflow.okrs.progress.contributions import contributions_seen, curve_of
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import add_contribution, remove_contribution
from okrflow.organisations.models import Role, Scope

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)


class ContributionOut(serializers.Serializer[Contribution]):
    """`key_result` moves `to`; they are shown together and never added up."""

    id = serializers.UUIDField(source="uuid")
    key_result = serializers.UUIDField(source="key_result.uuid")
    to = serializers.UUIDField(source="to.uuid")
    kind = serializers.ChoiceField(choices=ContributionKind.choices)
    created_at = Instant()


class LagOut(serializers.Serializer[LagCorrelation]):
    weeks = serializers.IntegerField(help_text="So many weeks later `to` moves")
    pairs = serializers.IntegerField(help_text="Pairs of weekly differences; under 20 nothing is said")
    correlation = serializers.FloatField(
        source="value", allow_null=True, help_text="Spearman's, -1 to 1. It is no proof"
    )


class ContributionInFullOut(ContributionOut):
    lags = LagOut(many=True)


class ContributionIn(Strict):
    key_result = Id(help_text="The one that contributes; you write it")
    to = Id()
    kind = Word(choices=ContributionKind.choices, default=ContributionKind.CONTRIBUTES)


class ContributionsQuery(PageQuery):
    key_result = serializers.UUIDField(required=False, help_text="The one that contributes")
    to = serializers.UUIDField(required=False)


class Contributions(ApiView):
    """Which key results move which."""

    @operation(
        summary="List contributions",
        scopes=READ,
        query=ContributionsQuery,
        answers={200: page_of(ContributionOut, "contributions")},
    )
    def get(self, request: Request) -> Response:
        rights = OkrRights.of(self.access)
        rows = contributions_seen(rights)
        for name in ("key_result", "to"):
            if uuid := self.parameters.get(name):
                rows = rows.filter(**{name: one_seen(rights, uuid)})
        return self.page(rows, _shown)

    @operation(
        summary="Say that a key result contributes",
        scopes=WRITE,
        role=Role.EDITOR,
        body=ContributionIn,
        answers={201: ContributionOut},
    )
    def post(self, request: Request) -> Response:
        rights, given = OkrRights.of(self.access), self.read_body()
        made = add_contribution(
            rights=rights,
            key_result=one_seen(rights, given["key_result"]),
            to=one_seen(rights, given["to"]),
            kind=ContributionKind(given["kind"]),
        )
        return self.made(_shown(made), f"{self.base}/contributions/{made.uuid}")


class OneContribution(ApiView):
    """One contribution."""

    @operation(summary="Read a contribution", scopes=READ, answers={200: ContributionInFullOut})
    def get(self, request: Request, contribution: UUID) -> Response:
        """With the rank correlations of the weekly differences, for lags of 0 to 13 weeks."""
        found = self._found(OkrRights.of(self.access), contribution)
        lags = curve_of(found, now=timezone.now())
        return Response(_shown(found) | {"lags": [dict(LagOut(each).data) for each in lags]})

    @operation(summary="Remove a contribution", scopes=WRITE, role=Role.EDITOR, answers={204: None})
    def delete(self, request: Request, contribution: UUID) -> Response:
        rights = OkrRights.of(self.access)
        remove_contribution(rights=rights, contribution=self._found(rights, contribution))
        return Response(status=204)

    def _found(self, rights: OkrRights, uuid: UUID) -> Contribution:
        return get_object_or_404(contributions_seen(rights), uuid=uuid)


def _shown(row: Contribution) -> dict[str, Any]:
    return dict(ContributionOut(row).data)
