"""OKRs: streams set their own; a draft is there for its own people only, and so is what hangs on a team metric."""

from tests.access.rows import ADMINS, ALL, EDITORS, INSIDERS, LEADS, MEMBERS, O, api, page

OBJECTIVE = O + "objectives/<uuid:objective>/"
KEY_RESULT = O + "key-results/<uuid:key_result>/"
DRAFT = {"hidden": True, "objective": "draft"}
TOGETHER = {"objective": "of_organisation"}
DRAFT_TOGETHER = {"hidden": True, "objective": "draft_of_organisation"}
OF_DRAFT = {"hidden": True, "key_result": "key_result_of_draft"}
OF_TOGETHER = {"key_result": "key_result_of_of_organisation"}
TEAM = {"hidden": True, "key_result": "team_key_result"}

ROWS = [
    page(O + "k/<str:key>/", get=ALL, ok=302),
    page(O + "k/<str:key>/", get=INSIDERS, hidden=True, key="draft_key", ok=302),
    page(O + "k/<str:key>/", get=INSIDERS, hidden=True, key="team_key", ok=302),
    page(O + "cycles/", get=ALL),
    page(O + "cycles/new/", get=ADMINS, post=ADMINS),
    page(O + "cycles/<slug:cycle>/edit/", get=ADMINS, post=ADMINS),
    page(O + "objectives/", get=ALL),
    page(O + "objectives/new/", get=ADMINS, post=ADMINS),
    page(O + "objectives/new/", get=MEMBERS, post=MEMBERS, query="stream=policy"),
    page(OBJECTIVE, get=ALL),
    page(OBJECTIVE, get=INSIDERS, **DRAFT),
    page(OBJECTIVE, get=ALL, **TOGETHER),
    page(OBJECTIVE, get=ADMINS, **DRAFT_TOGETHER),
    page(OBJECTIVE + "edit/", get=MEMBERS, post=MEMBERS),
    page(OBJECTIVE + "edit/", get=MEMBERS, post=MEMBERS, **DRAFT),
    page(OBJECTIVE + "edit/", get=ADMINS, post=ADMINS, **TOGETHER),
    page(OBJECTIVE + "publish/", post=LEADS),
    page(OBJECTIVE + "publish/", post=ADMINS, **TOGETHER),
    page(OBJECTIVE + "delete/", post=MEMBERS),
    page(OBJECTIVE + "delete/", post=MEMBERS, **DRAFT),
    page(OBJECTIVE + "delete/", post=ADMINS, **TOGETHER),
    page(KEY_RESULT, get=ALL),
    page(KEY_RESULT, get=INSIDERS, **OF_DRAFT),
    page(KEY_RESULT, get=INSIDERS, **TEAM),
    page(KEY_RESULT + "check-in/", get=MEMBERS, post=MEMBERS),
    page(KEY_RESULT + "check-in/", get=MEMBERS, post=MEMBERS, **TEAM),
    page(KEY_RESULT + "check-in/", get=ADMINS, post=ADMINS, **OF_TOGETHER),
    page(KEY_RESULT + "check-ins/", get=ALL),
    page(KEY_RESULT + "check-ins/", get=INSIDERS, **TEAM),
    page(KEY_RESULT + "check-ins/<uuid:check_in>/", get=ALL),
    page(KEY_RESULT + "check-ins/<uuid:check_in>/", get=INSIDERS, check_in="team_check_in", **TEAM),
    page(KEY_RESULT + "confirm-baseline/", post=MEMBERS),
    page(KEY_RESULT + "confirm-baseline/", post=ADMINS, **OF_TOGETHER),
    page(O + "settings/okrs/", get=ALL, post=ADMINS, body={"grace_days": 7}),
    api("cycles", get=ALL, post=ADMINS),
    api("cycles/<slug:cycle>", get=ALL, patch=ADMINS),
    api("objectives", get=ALL, post=ADMINS),
    api("objectives", post=MEMBERS, body={"value_stream": "policy"}),
    api("objectives/<uuid:objective>", get=ALL, put=MEMBERS, patch=MEMBERS, delete=MEMBERS),
    api("objectives/<uuid:objective>", get=INSIDERS, **DRAFT),
    api("objectives/<uuid:objective>", put=ADMINS, patch=ADMINS, delete=ADMINS, **TOGETHER),
    api("objectives/<uuid:objective>", get=ADMINS, **DRAFT_TOGETHER),
    api(
        "objectives/<uuid:objective>", put=ADMINS, patch=ADMINS, delete=ADMINS, gate=EDITORS, **DRAFT_TOGETHER
    ),
    api("objectives/<uuid:objective>/publish", post=LEADS),
    api("objectives/<uuid:objective>/publish", post=ADMINS, **TOGETHER),
    api("objectives/<uuid:objective>/key-results", get=ALL, post=MEMBERS),
    api("objectives/<uuid:objective>/key-results", get=INSIDERS, **DRAFT),
    api("key-results", get=ALL),
    api("key-results/<uuid:key_result>", get=ALL, patch=MEMBERS, delete=MEMBERS),
    api("key-results/<uuid:key_result>", get=INSIDERS, **OF_DRAFT),
    api("key-results/<uuid:key_result>", get=INSIDERS, **TEAM),
    api("key-results/<uuid:key_result>", patch=ADMINS, delete=ADMINS, **OF_TOGETHER),
    api("key-results/<uuid:key_result>/check-ins", get=ALL, post=MEMBERS),
    api("key-results/<uuid:key_result>/check-ins", get=INSIDERS, **TEAM),
    api("key-results/<uuid:key_result>/check-ins", post=ADMINS, **OF_TOGETHER),
    api("key-results/<uuid:key_result>/check-ins/<uuid:check_in>", get=ALL),
    api(
        "key-results/<uuid:key_result>/check-ins/<uuid:check_in>",
        get=INSIDERS,
        check_in="team_check_in",
        **TEAM,
    ),
]
