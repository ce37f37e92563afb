"""The what-if of a stream."""

from tests.access.rows import ALL, EDITORS, S, api, page

A = "value-streams/<slug:stream>/"
NAME = {"name": "Nobody waits"}

ROWS = [
    page(S + "what-if/", get=ALL, post=EDITORS),
    page(S + "what-if/<uuid:uuid>/", get=ALL, post=EDITORS, uuid="scenario", body=NAME),
    page(S + "what-if/<uuid:uuid>/again/", post=EDITORS, uuid="scenario"),
    page(S + "what-if/<uuid:uuid>/delete/", post=EDITORS, uuid="scenario"),
    api(A + "what-if", post=EDITORS, body={"changes": [{"load_limit": 5}]}),
    api(A + "what-if/<uuid:scenario>", get=ALL, patch=EDITORS, delete=EDITORS, body=NAME),
    api(A + "scenarios", get=ALL),
]
