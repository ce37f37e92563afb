"""Organisations: settings, people, invitations, tokens."""

from tests.access.rows import ADMINS, ALL, SIGN_IN, O, api, outside, page

LINK = "invitations/<str:token>/"

ROWS = [
    outside("", SIGN_IN, 302, url="/"),
    outside("organisations/new/", SIGN_IN, 200),
    outside("organisations/new/", SIGN_IN, 200, method="POST"),
    outside(LINK, SIGN_IN, 404, parts={"token": "link"}),
    outside(LINK, SIGN_IN, 404, parts={"token": "link"}, method="POST"),
    page(O + "settings/", get=ALL, post=ADMINS),
    page(O + "settings/calendar/", get=ALL, post=ADMINS),
    page(O + "settings/calendar/days/", post=ADMINS),
    page(O + "settings/calendar/days/<int:pk>/remove/", post=ADMINS, pk="calendar_day_pk"),
    page(O + "settings/members/", get=ALL),
    page(O + "settings/members/<int:pk>/role/", post=ADMINS, pk="membership", body={"role": "viewer"}),
    page(O + "settings/members/<int:pk>/remove/", post=ADMINS, pk="membership"),
    page(O + "settings/invitations/", get=ADMINS, post=ADMINS),
    page(O + "settings/invitations/<int:pk>/withdraw/", post=ADMINS, pk="invitation_pk"),
    page(O + "settings/api-tokens/", get=ALL, post=ALL),
    page(O + "settings/api-tokens/<int:pk>/revoke/", post=ADMINS, pk="token_pk"),
    api("members", get=ALL),
    api("members/<uuid:member>", get=ALL),
    api("invitations", get=ADMINS, post=ADMINS),
    api("invitations/<uuid:invitation>", get=ADMINS, delete=ADMINS),
    api("tokens", get=ALL, post=ALL),
    api("tokens/<uuid:token>", get=ADMINS, delete=ADMINS, hidden=True),
]
