"""Findings, their waivers, and the thresholds of the checks."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.api.operations import operation
from okrflow.api.problems import bad_value
from okrflow.api.serializers import PageQuery, page_of
from okrflow.api.views import ApiView
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Role, Scope
from okrflow.review.api.shapes import (
    FAMILIES,
    FindingOut,
    ThresholdIn,
    ThresholdOut,
    ThresholdsOut,
    WaiverIn,
    WaiverOut,
    finding_shown,
    threshold_shown,
    waiver_shown,
)
from okrflow.review.checks import Family
from okrflow.review.families import CHECKS, FAMILY_OF
from okrflow.review.models import Finding, FindingState, SeverityChoice, ThresholdSetting, Waiver
from okrflow.review.querysets import FindingQuerySet, WaiverQuerySet
from okrflow.review.services import NotWaivable, set_threshold, waive, withdraw
from okrflow.review.shown import shown
from okrflow.review.thresholds import THRESHOLDS, OutOfRange
from okrflow.value_streams.api import stream_named
from okrflow.work_items.figures.windows import today

READ, WRITE, ADMIN = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,), (Scope.ADMIN,)


class FindingsQuery(PageQuery):
    value_stream = serializers.CharField(required=False, max_length=60, help_text="Slug or id")
    check = serializers.ChoiceField(choices=list(CHECKS), required=False)
    family = serializers.ChoiceField(choices=FAMILIES, required=False)
    severity = serializers.ChoiceField(choices=SeverityChoice.choices, required=False)
    state = serializers.ChoiceField(choices=FindingState.choices, required=False)
    objective = serializers.UUIDField(required=False)


class Findings(ApiView):
    """What the review found; also what another finding is shown for (`absorbed_by`)."""

    @operation(
        summary="List findings",
        scopes=READ,
        query=FindingsQuery,
        answers={200: page_of(FindingOut, "findings")},
    )
    def get(self, request: Request) -> Response:
        rights = OkrRights.of(self.access)
        rows = self._filtered(_told(rights))
        return self.page_together(rows, lambda found: [finding_shown(each) for each in shown(found, rights)])

    def _filtered(self, rows: FindingQuerySet) -> FindingQuerySet:
        asked, day = self.parameters, today(self.access.organisation, now=timezone.now())
        if stream := asked.get("value_stream"):
            rows = rows.filter(value_stream=stream_named(self.access, stream))
        for name, field in (
            ("check", "check_id"),
            ("severity", "severity"),
            ("objective", "objective__uuid"),
        ):
            rows = rows.filter(**{field: asked[name]}) if name in asked else rows
        if "family" in asked:
            family = Family[asked["family"].upper()]
            rows = rows.filter(check_id__in=[check for check, of in FAMILY_OF.items() if of == family])
        if asked.get("state") == FindingState.CLOSED:
            return rows.filter(closed_at__isnull=False)
        if asked.get("state") == FindingState.WAIVED:
            return rows.open().waived_on(day)
        return rows.open().not_waived_on(day) if "state" in asked else rows


class OneFinding(ApiView):
    """One finding."""

    @operation(summary="Read a finding", scopes=READ, answers={200: FindingOut})
    def get(self, request: Request, finding: UUID) -> Response:
        rights = OkrRights.of(self.access)
        (one,) = shown([get_object_or_404(_told(rights), uuid=finding)], rights)
        return Response(finding_shown(one))


class WaiversQuery(PageQuery):
    finding = serializers.UUIDField(required=False)


class Waivers(ApiView):
    """Findings that somebody accepts for a while, and why."""

    @operation(
        summary="List waivers", scopes=READ, query=WaiversQuery, answers={200: page_of(WaiverOut, "waivers")}
    )
    def get(self, request: Request) -> Response:
        rows = _waivers(OkrRights.of(self.access))
        if "finding" in self.parameters:
            rows = rows.filter(finding__uuid=self.parameters["finding"])
        return self.page(rows, waiver_shown)

    @operation(
        summary="Waive a finding", scopes=WRITE, role=Role.EDITOR, body=WaiverIn, answers={201: WaiverOut}
    )
    def post(self, request: Request) -> Response:
        """By leads of its stream; of the organisation's by owners. A waived block still stops publishing."""
        rights, given = OkrRights.of(self.access), self.read_body()
        finding = get_object_or_404(_told(rights), uuid=given.pop("finding"))
        try:
            made = waive(rights=rights, finding=finding, now=timezone.now(), **given)
        except NotWaivable as refused:
            pointer = f"/{refused.field}" if refused.field else ""
            raise bad_value(pointer, "rule", str(refused)) from None
        return self.made(waiver_shown(made), f"{self.base}/waivers/{made.uuid}")


class OneWaiver(ApiView):
    """One waiver."""

    @operation(summary="Read a waiver", scopes=READ, answers={200: WaiverOut})
    def get(self, request: Request, waiver: UUID) -> Response:
        return Response(waiver_shown(get_object_or_404(_waivers(OkrRights.of(self.access)), uuid=waiver)))

    @operation(summary="Withdraw a waiver", scopes=WRITE, role=Role.EDITOR, answers={204: None})
    def delete(self, request: Request, waiver: UUID) -> Response:
        """It stays on the record, withdrawn."""
        rights = OkrRights.of(self.access)
        withdraw(rights=rights, waiver=get_object_or_404(_waivers(rights), uuid=waiver), now=timezone.now())
        return Response(status=204)


class ThresholdList(ApiView):
    """From where on the checks speak."""

    @operation(summary="Read the thresholds of the review", scopes=READ, answers={200: ThresholdsOut})
    def get(self, request: Request) -> Response:
        return Response({"results": list(_thresholds(self).values())})


class OneThreshold(ApiView):
    """One threshold."""

    @operation(summary="Read a threshold of the review", scopes=READ, answers={200: ThresholdOut})
    def get(self, request: Request, name: str) -> Response:
        return Response(_threshold(self, name))

    @operation(
        summary="Set a threshold of the review",
        scopes=ADMIN,
        role=Role.ADMIN,
        body=ThresholdIn,
        answers={200: ThresholdOut},
    )
    def put(self, request: Request, name: str) -> Response:
        _threshold(self, name)
        try:
            set_threshold(access=self.access, name=name, now=timezone.now(), **self.read_body())
        except OutOfRange as refused:
            raise bad_value("/value", "out_of_range", str(refused)) from None
        return Response(_threshold(self, name))


def _told(rights: OkrRights) -> FindingQuerySet:
    day = today(rights.organisation, now=timezone.now())
    return Finding.objects.told(rights).with_names().select_related("absorbed_by").on(day)


def _waivers(rights: OkrRights) -> WaiverQuerySet:
    told = Finding.objects.told(rights)
    rows = Waiver.objects.for_organisation(rights.organisation).filter(finding__in=told)
    return rows.select_related("finding__value_stream", "finding__organisation", "waived_by", "withdrawn_by")


def _thresholds(view: ApiView) -> dict[str, dict[str, Any]]:
    """By name. One query."""
    rows = {row.name: row for row in ThresholdSetting.objects.filter(organisation=view.access.organisation)}
    return {
        name: threshold_shown(
            each,
            rows[name].value if name in rows else each.default,
            rows[name].changed_at if name in rows else None,
        )
        for name, each in THRESHOLDS.items()
    }


def _threshold(view: ApiView, name: str) -> dict[str, Any]:
    """Raises Http404."""
    if name not in THRESHOLDS:
        raise Http404("There is no such threshold.")
    return _thresholds(view)[name]
