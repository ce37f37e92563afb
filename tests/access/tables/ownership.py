"""Whose things are: the people of a stream, its closing, objectives that change hands, links that do not count."""

from tests.access.rows import ADMINS, ALL, LEADS, O, S, api, page

OBJECTIVE = O + "objectives/<uuid:objective>/"
REQUEST = {"pk": "membership_request_pk"}
STREAM = "value-streams/<slug:stream>"
ASKING = "eve"

ROWS = [
    page(O + "who-can-do-what/", get=ALL),
    page(S + "settings/members/<int:pk>/confirm/", post=LEADS, pk="stream_membership"),
    page(S + "settings/requests/", post=ALL),
    page(S + "settings/requests/invite/", post=ADMINS),
    page(S + "settings/requests/<int:pk>/decide/", post=LEADS, **REQUEST),
    page(S + "settings/requests/<int:pk>/withdraw/", post=ASKING, **REQUEST),
    page(S + "settings/close/", post=ADMINS),
    page(S + "settings/reopen/", post=ADMINS),
    page(OBJECTIVE + "offer/", post=LEADS, body={"to": "policy"}),
    page(OBJECTIVE + "support/", post=ADMINS, objective="supporting"),
    page(O + "transfers/<uuid:transfer>/answer/", post=LEADS, body={"answer": "withdraw"}),
    api(STREAM + "/close", post=ADMINS),
    api(STREAM + "/reopen", post=ADMINS),
    api(STREAM + "/lead", put=ADMINS),
    api(STREAM + "/members", get=ALL, post=LEADS),
    api(STREAM + "/members/<uuid:member>", get=ALL, patch=LEADS, delete=LEADS),
    api(STREAM + "/members/<uuid:member>/confirm", post=LEADS),
    api(STREAM + "/membership-requests", get=ALL, post=ALL),
    api(STREAM + "/membership-requests/<uuid:membership_request>", get=ALL, delete=ASKING),
    api(STREAM + "/membership-requests/<uuid:membership_request>/decision", post=LEADS),
    api("objectives/<uuid:objective>/support", put=ADMINS, objective="supporting", body={"counted": False}),
    api("objectives/<uuid:objective>/transfers", get=ALL, post=LEADS, body={"to_stream": "policy"}),
    api("transfers/<uuid:transfer>", get=ALL, delete=LEADS),
    api("transfers/<uuid:transfer>/answer", post=LEADS, body={"accept": False}),
]
