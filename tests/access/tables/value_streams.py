"""Value streams and their people."""

from tests.access.rows import ADMINS, ALL, LEADS, SETTERS, O, S, api, page

ROWS = [
    page(O + "streams/", get=ALL),
    page(O + "streams/new/", get=ADMINS, post=ADMINS),
    page(S + "settings/", get=ALL, post=SETTERS),
    page(S + "settings/members/", post=LEADS),
    page(S + "settings/members/<int:pk>/role/", post=LEADS, pk="stream_membership", body={"role": "member"}),
    page(S + "settings/members/<int:pk>/remove/", post=LEADS, pk="stream_membership"),
    page(S + "settings/lead/", post=ADMINS),
    api("value-streams", get=ALL, post=ADMINS),
    api("value-streams/<slug:stream>", get=ALL, patch=SETTERS),
]
