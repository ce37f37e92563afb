"""The review in the admin: looked at only (ownership, rule 16)."""

from django.contrib import admin

from okrflow.review.models import Episode, Finding, KnownBaseline, ReviewRun, ThresholdSetting, Waiver
from okrflow.web.admin import ReadOnly, audit

audit(Waiver)
audit(ThresholdSetting)


@admin.register(Finding)
class FindingAdmin(ReadOnly):
    list_display = ("check_id", "severity", "organisation", "value_stream", "opened_at", "closed_at")
    list_filter = ("severity",)
    list_select_related = ("organisation", "value_stream")
    search_fields = ("check_id__iexact", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(Episode)
class EpisodeAdmin(ReadOnly):
    list_display = ("finding", "organisation", "opened_at", "closed_at")
    list_select_related = ("finding", "organisation")
    search_fields = ("finding__check_id__iexact", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(Waiver)
class WaiverAdmin(ReadOnly):
    list_display = ("finding", "organisation", "until", "waived_by", "withdrawn_at")
    list_select_related = ("finding", "organisation", "waived_by")
    search_fields = ("reason__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(ThresholdSetting)
class ThresholdSettingAdmin(ReadOnly):
    list_display = ("name", "value", "organisation", "changed_at", "changed_by")
    list_select_related = ("organisation", "changed_by")
    search_fields = ("name__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(ReviewRun)
class ReviewRunAdmin(ReadOnly):
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
