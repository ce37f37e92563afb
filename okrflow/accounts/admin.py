"""People in the admin: made without a password, deactivated instead of deleted; their secrets are never shown."""

from typing import Any

import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 - registered by allauth first, then replaced below
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from okrflow.accounts.addresses import person_with
from okrflow.accounts.models import Mail, User
from okrflow.accounts.signals import deactivating
from okrflow.web.admin import Panel, ReadOnly, adopt
from okrflow.web.refusals import Refused

POWERS = ("is_staff", "is_superuser", "groups")


class NewUserForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody signs in with this address already.")
        return email


def mail_account(user: User) -> None:
    """On commit, mail where a password is set. The mail holds no secret: the code comes when they ask for it."""
    address = settings.PUBLIC_URL + reverse("account_reset_password")
    text = render_to_string("admin/mail/account.txt", {"user": user, "address": address})
    transaction.on_commit(lambda: send_mail("Your account at okrflow", text, None, [user.email]), robust=True)


@admin.register(User)
class UserAdmin(Panel):
    """The mail address is changed by the person, who proves it by a code. Powers are given by superusers only."""

    list_display = ("name", "email", "is_active", "is_staff", "is_superuser", "date_joined", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    list_select_related = False
    search_fields = ("email__istartswith", "name__icontains")
    ordering = ("-pk",)
    autocomplete_fields = ("groups",)
    fields = ("email", "name", "time_zone", "is_active", *POWERS, "date_joined", "last_login", "uuid")
    readonly_fields = ("date_joined", "last_login", "uuid")
    fixed = ("email",)
    added = ("email", "name")
    actions = ("mail_how_to_sign_in",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        given = {} if obj else {"form": NewUserForm, "fields": ("email", "name")}
        return super().get_form(request, obj, change, **(kwargs | given))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fields = super().get_readonly_fields(request, obj) if obj else ()
        return fields if request.user.is_superuser else (*fields, *POWERS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            user, _ = person_with(email=obj.email, name=obj.name)
            adopt(obj, user)
            mail_account(user)
            return
        if obj.pk == request.user.pk and not (obj.is_active and obj.is_staff and obj.is_superuser):
            raise Refused("You would lock yourself out. Ask another superuser.")
        if "is_active" in form.changed_data and not obj.is_active:
            deactivating.send(sender=User, user=obj)
        super().save_model(request, obj, form, change)

    @admin.action(description="Mail them how to sign in", permissions=["change"])
    def mail_how_to_sign_in(self, request: HttpRequest, queryset: "QuerySet[User]") -> None:
        people = list(queryset.filter(is_active=True)[:200])
        for person in people:
            mail_account(person)
        self.message_user(request, f"{len(people)} mails are on their way.", messages.SUCCESS)


@admin.register(Mail)
class MailAdmin(ReadOnly):
    """To whom and when; the text may hold codes and invitations, so it is shown to nobody here."""

    list_display = ("created_at", "to", "subject")
    ordering = ("-created_at", "-pk")
    search_fields = ("to__icontains",)
    fields = ("to", "subject", "created_at")


for replaced in (Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(replaced)  # their panels show secrets; providers are set in the environment


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnly):
    """Second factors. Taking one away lets in a person who lost their device; its secret is never shown."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email__istartswith",)
    ordering = ("-pk",)
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_operate_permission(request)


@admin.register(SocialAccount)
class SocialAccountAdmin(ReadOnly):
    list_display = ("user", "provider", "uid", "date_joined", "last_login")
    list_select_related = ("user",)
    search_fields = ("user__email__istartswith", "=uid")
    ordering = ("-pk",)
    fields = ("user", "provider", "uid", "date_joined", "last_login")


@admin.register(UserSession)
class UserSessionAdmin(ReadOnly):
    """Who is signed in, from where; a session is ended, its key never shown."""

    list_display = ("user", "created_at", "last_seen_at", "ip", "user_agent")
    list_select_related = ("user",)
    search_fields = ("user__email__istartswith", "=ip")
    ordering = ("-pk",)
    fields = ("user", "created_at", "last_seen_at", "ip", "user_agent")
    actions = ("end_sessions",)

    @admin.action(description="Sign them out", permissions=["operate"])
    def end_sessions(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        for session in queryset:
            session.end()
