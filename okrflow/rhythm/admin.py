"""The rhythm in the admin: looked at only."""

from django.contrib import admin

from okrflow.rhythm.models import CheckInSummary, NotificationSettings, Sending
from okrflow.web.admin import ReadOnly, audit

# What was said may be of a team metric, so it is the stream's members' alone: no version holds it (ownership, rule 14)
audit(NotificationSettings, CheckInSummary)


@admin.register(NotificationSettings)
class NotificationSettingsAdmin(ReadOnly):
    list_display = ("membership", "channel", "reminders", "digest", "summaries", "away_from", "away_to")
    list_select_related = ("membership__user", "membership__organisation")
    search_fields = ("membership__user__email__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)


@admin.register(CheckInSummary)
class CheckInSummaryAdmin(ReadOnly):
    """When and by whom; what was said is read by the stream's members on its page."""

    list_display = ("value_stream", "organisation", "ended_at", "ended_by")
    list_select_related = ("value_stream", "organisation", "ended_by")
    search_fields = ("value_stream__slug__startswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    fields = ("uuid", "organisation", "value_stream", "since", "ended_at", "ended_by")


@admin.register(Sending)
class SendingAdmin(ReadOnly):
    """Which mail to whom, and what came of it; not what it said."""

    list_display = ("membership", "kind", "period", "planned_at", "outcome", "ended_at", "tries")
    list_filter = ("kind", "outcome")
    list_select_related = ("membership__user", "membership__organisation")
    search_fields = ("membership__user__email__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    fields = (
        "organisation", "membership", "kind", "period", "planned_at", "tries", "tried_at", "outcome", "ended_at",
        "unsubscribed_at",
    )  # fmt: skip
