"""The review in the admin: looked at only, but for what would tell of team metrics (ownership, rules 14 and 16)."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from okrflow.review.models import Episode, Finding, KnownBaseline, ReviewRun, ThresholdSetting, Waiver
from okrflow.web.admin import ReadOnly, audit

ABOUT_FINDINGS = Q(finding__of_team=False)

audit(Waiver, told=ABOUT_FINDINGS)
audit(ThresholdSetting)


@admin.register(Finding)
class FindingAdmin(ReadOnly):
    list_display = ("check_id", "severity", "organisation", "value_stream", "opened_at", "closed_at")
    list_filter = ("severity",)
    list_select_related = ("organisation", "value_stream")
    search_fields = ("check_id__iexact", "organisation__slug__istartswith")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Finding]":
        return super().get_queryset(request).filter(of_team=False)


@admin.register(Episode)
class EpisodeAdmin(ReadOnly):
    list_display = ("finding", "organisation", "opened_at", "closed_at")
    list_select_related = ("finding", "organisation")
    search_fields = ("finding__check_id__iexact", "organisation__slug__istartswith")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).filter(ABOUT_FINDINGS)


@admin.register(Waiver)
class WaiverAdmin(ReadOnly):
    list_display = ("finding", "organisation", "until", "waived_by", "withdrawn_at")
    list_select_related = ("finding", "organisation", "waived_by")
    search_fields = ("reason__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).filter(ABOUT_FINDINGS)


@admin.register(ThresholdSetting)
class ThresholdSettingAdmin(ReadOnly):
    list_display = ("name", "value", "organisation", "changed_at", "changed_by")
    list_select_related = ("organisation", "changed_by")
    search_fields = ("name__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(ReviewRun)
class ReviewRunAdmin(ReadOnly):
    """Without what could not be looked at: it may be of a team metric (ownership, rule 14)."""

    fields = ("organisation", "wanted_at", "ran_at", "counted_at", "uuid")
    list_display = ("organisation", "ran_at", "wanted_at")
    list_select_related = ("organisation",)
    search_fields = ("organisation__slug__istartswith",)
    ordering = ("-pk",)


@admin.register(KnownBaseline)
class KnownBaselineAdmin(ReadOnly):
    list_display = ("key_result", "organisation", "baseline_on", "value")
    list_select_related = ("key_result", "organisation")
    search_fields = ("key_result__key__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
