"""Value streams in the admin. Their people are chosen by their leads; the installation appoints one where none is."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from okrflow.organisations.admin import acting
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.models import (
    FlowState,
    MembershipRequest,
    Stage,
    Status,
    StreamMembership,
    StreamRole,
    ValueStream,
)
from okrflow.value_streams.services import (
    StageGiven,
    appoint_lead,
    change_value_stream,
    create_value_stream,
    map_statuses,
)
from okrflow.web.admin import Panel, ReadOnly, adopt, audit

audit(ValueStream, StreamMembership, MembershipRequest, Stage)


@admin.register(ValueStream)
class ValueStreamAdmin(Panel):
    """Not deleted: its items, figures and objectives would be lost. Rooms above add their actions."""

    list_display = ("name", "slug", "organisation", "load_limit", "created_at")
    list_select_related = ("organisation",)
    search_fields = ("slug__istartswith", "name__icontains", "organisation__slug__istartswith")
    ordering = ("-pk",)
    autocomplete_fields = ("organisation",)
    fields = (
        "organisation",
        "name",
        "slug",
        "order",
        "load_limit",
        "closed_on",
        "closed_by",
        "uuid",
        "created_at",
    )
    readonly_fields = ("closed_on", "closed_by", "uuid", "created_at")
    fixed = ("organisation", "slug")
    added = ("organisation", "name", "slug", "load_limit")
    actions = []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ValueStream, form: Any, change: bool) -> None:
        if not change:
            made = create_value_stream(
                organisation=obj.organisation, name=obj.name, slug=obj.slug, load_limit=obj.load_limit
            )
            adopt(obj, made)
            return
        change_value_stream(value_stream=obj, name=obj.name, load_limit=obj.load_limit)
        obj.save(update_fields=["order", "updated_at"])


@admin.register(StreamMembership)
class StreamMembershipAdmin(ReadOnly):
    """Adding one appoints a lead, while the stream has none; its members are mailed (ownership, rules 3 and 5)."""

    list_display = ("user", "value_stream", "role", "confirmed_by", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "value_stream", "confirmed_by")
    search_fields = ("user__email__istartswith", "value_stream__slug__istartswith")
    ordering = ("-pk",)
    autocomplete_fields = ("value_stream", "user")
    added = ("value_stream", "user")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("value_streams.add_streammembership")

    def save_model(self, request: HttpRequest, obj: StreamMembership, form: Any, change: bool) -> None:
        stream = obj.value_stream
        by = StreamAccess(access=acting(request, stream.organisation), value_stream=stream, stream_role=None)
        adopt(obj, appoint_lead(by=by, user=obj.user))
        assert obj.role == StreamRole.LEAD


@admin.register(Status)
class StatusAdmin(Panel):
    """A name that the organisation's tools use: renamed there, not here. Events hang on it, so it stays."""

    list_display = ("name", "organisation")
    list_select_related = ("organisation",)
    search_fields = ("name__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    autocomplete_fields = ("organisation",)
    fixed = ("organisation", "name")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StageForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean(self) -> Any:
        cleaned = super().clean() or {}
        stream, status = cleaned.get("value_stream"), cleaned.get("status")
        if stream and status and stream.organisation_id != status.organisation_id:
            raise forms.ValidationError("The status is of another organisation than the value stream.")
        return cleaned


@admin.register(Stage)
class StageAdmin(Panel):
    """How a stream reads a status. A change here counts all its figures anew, as one on its page does."""

    form = StageForm
    list_display = ("value_stream", "status", "flow_state", "order", "owner_stream")
    list_filter = ("flow_state",)
    list_select_related = ("value_stream", "status", "owner_stream")
    search_fields = ("status__name__istartswith", "value_stream__slug__istartswith")
    ordering = ("value_stream", "order", "pk")
    autocomplete_fields = ("value_stream", "status", "owner_stream")
    fields = ("value_stream", "status", "flow_state", "order", "owner_stream")
    fixed = ("value_stream", "status")

    def save_model(self, request: HttpRequest, obj: Stage, form: Any, change: bool) -> None:
        _map(obj, FlowState(obj.flow_state))
        adopt(obj, Stage.objects.get(value_stream=obj.value_stream_id, status=obj.status_id))

    def delete_model(self, request: HttpRequest, obj: Stage) -> None:
        _map(obj, None)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Stage]") -> None:
        for stage in queryset.select_related("value_stream__organisation", "status"):
            _map(stage, None)


def _map(stage: Stage, flow_state: FlowState | None) -> None:
    given = StageGiven(
        status_name=stage.status.name,
        flow_state=flow_state,
        order=stage.order,
        owner_stream=stage.owner_stream,
    )
    map_statuses(value_stream=stage.value_stream, mapping=[given])


@admin.register(MembershipRequest)
class MembershipRequestAdmin(ReadOnly):
    list_display = ("user", "value_stream", "asked_by", "decided_at", "accepted")
    list_select_related = ("user", "value_stream", "asked_by")
    search_fields = ("user__email__istartswith", "value_stream__name__icontains")
    ordering = ("-pk",)
