"""Cycles, closing and what is joined: leads close a stream's objectives, administrators cycles and the organisation's."""

from tests.access.rows import ADMINS, ALL, INSIDERS, LEADS, MEMBERS, O, api, page

OBJECTIVE = O + "objectives/<uuid:objective>/"
KEY_RESULT = O + "key-results/<uuid:key_result>/"
TOGETHER = {"objective": "of_organisation"}
OF_TOGETHER = {"key_result": "key_result_of_of_organisation"}
TEAM = {"hidden": True, "key_result": "team_key_result"}

ROWS = [
    page(O + "cycles/<slug:cycle>/", get=ALL),
    page(O + "cycles/<slug:cycle>/evidence/", get=ALL),
    page(O + "cycles/<slug:cycle>/close/", post=ADMINS),
    page(OBJECTIVE + "close/", get=LEADS, post=LEADS),
    page(OBJECTIVE + "close/", get=ADMINS, post=ADMINS, **TOGETHER),
    page(OBJECTIVE + "reopen/", post=LEADS),
    page(OBJECTIVE + "reopen/", post=ADMINS, **TOGETHER),
    page(O + "alignment/", get=ALL),
    page(KEY_RESULT + "ask/", post=ALL),
    page(KEY_RESULT + "ask/", post=INSIDERS, **TEAM),
    page(KEY_RESULT + "suggest/", get=MEMBERS, post=MEMBERS, **OF_TOGETHER),
    page(KEY_RESULT + "contributes/", post=MEMBERS),
    page(KEY_RESULT + "contributes/", post=ADMINS, **OF_TOGETHER),
    page(O + "contributions/<uuid:contribution>/remove/", post=MEMBERS),
    page(O + "suggested-values/<uuid:suggested_value>/answer/", post=ADMINS),
    api("cycles/<slug:cycle>/close", post=ADMINS),
    api("objectives/<uuid:objective>/close", post=LEADS),
    api("objectives/<uuid:objective>/close", post=ADMINS, **TOGETHER),
    api("objectives/<uuid:objective>/reopen", post=LEADS),
    api("objectives/<uuid:objective>/reopen", post=ADMINS, **TOGETHER),
    api("objectives/<uuid:objective>/retrospective", get=ALL, put=LEADS),
    api("retrospectives", get=ALL),
    api("okr-settings", get=ALL, put=ADMINS),
    api("contributions", get=ALL, post="eve mia lea adam"),
    api("contributions/<uuid:contribution>", get=ALL, delete=MEMBERS),
    api("key-results/<uuid:key_result>/check-in-requests", get=ALL, post=ALL),
    api("key-results/<uuid:key_result>/check-in-requests", get=INSIDERS, post=INSIDERS, **TEAM),
    api("key-results/<uuid:key_result>/suggested-values", get=ALL, post=MEMBERS, **OF_TOGETHER),
    api("suggested-values/<uuid:suggested_value>", get=ALL),
    api("suggested-values/<uuid:suggested_value>/take", post=ADMINS),
    api("suggested-values/<uuid:suggested_value>/decline", post=ADMINS),
]
