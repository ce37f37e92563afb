"""Addresses of this app."""

from django.urls import include, path

from okrflow.organisations.views import calendar, home, invitations, settings

organisation_patterns = (
    [
        path("organisations/new/", home.new, name="new"),
        path("invitations/<str:token>/", invitations.accept, name="accept_invitation"),
        path("o/<slug:organisation>/settings/", settings.general, name="settings"),
        path("o/<slug:organisation>/settings/calendar/", calendar.calendar, name="calendar"),
        path("o/<slug:organisation>/settings/calendar/days/", calendar.add_day, name="calendar_day_add"),
        path(
            "o/<slug:organisation>/settings/calendar/days/<int:pk>/remove/",
            calendar.remove_day,
            name="calendar_day_remove",
        ),
        path("o/<slug:organisation>/settings/members/", settings.members, name="members"),
        path(
            "o/<slug:organisation>/settings/members/<int:pk>/role/", settings.member_role, name="member_role"
        ),
        path(
            "o/<slug:organisation>/settings/members/<int:pk>/remove/",
            settings.member_remove,
            name="member_remove",
        ),
        path("o/<slug:organisation>/settings/invitations/", invitations.invitations, name="invitations"),
        path(
            "o/<slug:organisation>/settings/invitations/<int:pk>/withdraw/",
            invitations.withdraw,
            name="invitation_withdraw",
        ),
        path("o/<slug:organisation>/settings/api-tokens/", settings.api_tokens, name="api_tokens"),
        path(
            "o/<slug:organisation>/settings/api-tokens/<int:pk>/revoke/",
            settings.api_token_revoke,
            name="api_token_revoke",
        ),
    ],
    "organisations",
)

urlpatterns = [path("", home.home, name="home"), path("", include(organisation_patterns))]
