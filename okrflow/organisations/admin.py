"""Organisations and their people in the admin, written through the services that the pages use."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join

from okrflow.accounts.models import User
from okrflow.organisations.access import Access
from okrflow.organisations.models import (
    ApiToken,
    Calendar,
    CalendarDay,
    Invitation,
    Membership,
    Organisation,
    Role,
)
from okrflow.organisations.services import (
    add_calendar_day,
    change_organisation,
    change_role,
    create_organisation,
    remove_calendar_day,
    remove_member,
    revoke_api_token,
    set_calendar,
    withdraw_invitation,
)
from okrflow.web.admin import Audit, Panel, ReadOnly, adopt, audit
from okrflow.web.refusals import Refused

audit(Organisation, Calendar, CalendarDay, Membership, Invitation, ApiToken)


def acting(request: HttpRequest, organisation: Organisation) -> Access:
    """The installation acts with an administrator's rights; who it was is in the audit trail."""
    membership = Membership(organisation=organisation, user=request.user, role=Role.ADMIN)  # type: ignore[misc]
    return Access(organisation=organisation, membership=membership)


class NewOrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        widget=AutocompleteSelect(Membership._meta.get_field("user"), admin.site),
        help_text="Its first owner, who invites the others",
    )

    class Meta:
        model = Organisation
        fields = ("name", "slug", "time_zone")


@admin.register(Organisation)
class OrganisationAdmin(Panel):
    """Not deleted here: that would take a long time and every trace of its history."""

    list_display = ("name", "slug", "time_zone", "created_at")
    search_fields = ("slug__istartswith", "name__icontains")
    ordering = ("-pk",)
    fields = ("name", "slug", "time_zone", "uuid", "created_at", "rows")
    readonly_fields = ("uuid", "created_at", "rows")
    fixed = ("slug",)
    added = ("name", "slug", "time_zone", "owner")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        given = {} if obj else {"form": NewOrganisationForm, "fields": ("name", "slug", "time_zone")}
        return super().get_form(request, obj, change, **(kwargs | given))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return super().get_readonly_fields(request, obj) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="what it holds")
    def rows(self, organisation: Organisation) -> str:
        """Links to the lists of its rows, whatever the apps above have registered."""
        held = [
            panel.opts
            for model, panel in admin.site._registry.items()
            if not issubclass(type(panel), Audit)
            and any(f.name == "organisation" for f in model._meta.fields)
        ]
        links = (
            (
                reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
                organisation.pk,
                opts.verbose_name_plural,
            )
            for opts in held
        )
        return format_html_join(", ", '<a href="{}?organisation={}">{}</a>', links)

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        """As on the settings page: another time zone makes all figures stale."""
        given = {"name": obj.name, "time_zone": obj.time_zone}
        if change:
            adopt(obj, change_organisation(organisation=obj, **given))
        else:
            adopt(obj, create_organisation(slug=obj.slug, owner=form.cleaned_data["owner"], **given))


@admin.register(Calendar)
class CalendarAdmin(Panel):
    """Set as on the page of the calendar: a change counts all working time anew. One that was set stays."""

    list_display = ("organisation", "clock", "day_starts_at", "hours_per_day", "country", "subdivision")
    list_filter = ("clock",)
    list_select_related = ("organisation",)
    search_fields = ("organisation__slug__istartswith",)
    ordering = ("-pk",)
    autocomplete_fields = ("organisation",)
    rule = ("clock", "day_starts_at", "hours_per_day", "weekdays", "country", "subdivision")
    fields = ("organisation", *rule, "uuid", "created_at")
    readonly_fields = ("uuid", "created_at")
    fixed = ("organisation",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Calendar, form: Any, change: bool) -> None:
        given = {name: getattr(obj, name) for name in self.rule}
        adopt(obj, set_calendar(organisation=obj.organisation, **given))


@admin.register(CalendarDay)
class CalendarDayAdmin(Panel):
    """Added and removed, never changed, as on the page of the calendar."""

    list_display = ("on", "name", "works", "organisation")
    list_filter = ("works",)
    list_select_related = ("organisation",)
    search_fields = ("organisation__slug__istartswith", "name__icontains")
    ordering = ("-pk",)
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "on", "name", "works", "uuid", "created_at")
    readonly_fields = ("uuid", "created_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: CalendarDay, form: Any, change: bool) -> None:
        given = {name: getattr(obj, name) for name in ("on", "name", "works")}
        adopt(obj, add_calendar_day(organisation=obj.organisation, **given))

    def delete_model(self, request: HttpRequest, obj: CalendarDay) -> None:
        remove_calendar_day(day=obj)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[CalendarDay]") -> None:
        for day in queryset.select_related("organisation"):
            self.delete_model(request, day)


@admin.register(Membership)
class MembershipAdmin(Panel):
    """Roles change, and members leave, as on the page of members: never the last owner, never a stream's last lead."""

    list_display = ("user", "organisation", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "organisation")
    search_fields = ("user__email__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    autocomplete_fields = ("organisation", "user")
    fields = ("organisation", "user", "role", "uuid", "created_at")
    readonly_fields = ("uuid", "created_at")
    fixed = ("organisation", "user")

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        owner = _owner(obj) if change else None
        if owner is None:
            super().save_model(request, obj, form, change)
        else:
            change_role(by=owner, membership=obj, role=Role(obj.role))

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        remove_member(by=_owner(obj) or obj, membership=obj)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Membership]") -> None:
        for membership in queryset.select_related("organisation", "user"):
            self.delete_model(request, membership)


def _owner(membership: Membership) -> Membership | None:
    """Some owner of the organisation, with whose rights the installation changes its members."""
    members = Membership.objects.for_organisation(membership.organisation)
    return members.filter(role=Role.OWNER).order_by("pk").first()


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    """People are invited by members; the link is in the mail only."""

    list_display = (
        "email",
        "organisation",
        "role",
        "created_at",
        "expires_at",
        "accepted_at",
        "withdrawn_at",
    )
    list_filter = ("role",)
    list_select_related = ("organisation",)
    search_fields = ("email__istartswith", "organisation__slug__istartswith")
    ordering = ("-pk",)
    fields = (*list_display, "invited_by", "uuid")
    actions = ("withdraw",)

    @admin.action(description="Withdraw them", permissions=["operate"])
    def withdraw(self, request: HttpRequest, queryset: "QuerySet[Invitation]") -> None:
        done = 0
        for invitation in queryset.select_related("organisation"):
            try:
                withdraw_invitation(
                    by=acting(request, invitation.organisation).membership, invitation=invitation
                )
                done += 1
            except Refused as refusal:
                self.message_user(request, f"{invitation}: {refusal}", messages.WARNING)
        self.message_user(request, f"{done} invitations are withdrawn.", messages.SUCCESS)


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly):
    """Keys are made by members and can't be read again; here they are revoked."""

    list_display = ("name", "hint", "organisation", "member", "expires_at", "last_used_at", "revoked_at")
    list_select_related = ("organisation", "membership__user")
    search_fields = ("hint__startswith", "membership__user__email__istartswith")
    ordering = ("-pk",)
    fields = (*list_display, "scopes", "created_at", "uuid")
    actions = ("revoke",)

    def member(self, token: ApiToken) -> str:
        return token.acts_as

    @admin.action(description="Revoke them", permissions=["operate"])
    def revoke(self, request: HttpRequest, queryset: "QuerySet[ApiToken]") -> None:
        tokens = list(queryset.select_related("organisation"))
        for token in tokens:
            revoke_api_token(by=acting(request, token.organisation).membership, token=token)
        self.message_user(request, f"{len(tokens)} tokens are revoked.", messages.SUCCESS)
