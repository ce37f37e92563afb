"""Impediments: read by all, raised and closed by the stream's own people, answered from above."""

from tests.access.rows import ADMINS, ALL, EDITORS, MEMBERS, O, S, api, page

ONE = O + "impediments/<uuid:impediment>/"

ROWS = [
    page(O + "impediments/", get=ALL),
    page(S + "impediments/new/", get=MEMBERS, post=MEMBERS),
    page(ONE, get=ALL),
    page(ONE + "edit/", get=MEMBERS, post=MEMBERS),
    page(ONE + "answer/", post=ADMINS),
    page(ONE + "address/", post=ADMINS),
    page(ONE + "close/", post=MEMBERS),
    api("impediments", get=ALL, post=EDITORS),
    api("impediments", post=MEMBERS, body={"value_stream": "policy", "title": "Slow"}),
    api("impediments/<uuid:impediment>", get=ALL, patch=MEMBERS),
    api("impediments/<uuid:impediment>/answer", put=ADMINS),
    api("impediments/<uuid:impediment>/address", put=ADMINS),
    api("impediments/<uuid:impediment>/close", post=MEMBERS),
]
