"""Writing OKRs: what people type is there for their own stream only; arranging and putting away is for its members."""

from tests.access.rows import ADMINS, ALL, EDITORS, INSIDERS, MEMBERS, O, api, page
from tests.access.tables.okrs import DRAFT, KEY_RESULT, OBJECTIVE, OF_DRAFT, OF_TOGETHER, TEAM, TOGETHER

DRAFTS = O + "objectives/drafts/"
TYPED = {"hidden": True, "draft": "objective_draft"}
ACT = "objectives/<uuid:objective>/"
OF_KEY_RESULT = "key-results/<uuid:key_result>/"

ROWS = [
    page(DRAFTS + "new/", post=ADMINS, patch=ADMINS),
    page(DRAFTS + "new/", post=MEMBERS, patch=MEMBERS, query="stream=policy"),
    page(DRAFTS + "of/<uuid:objective>/", post=MEMBERS, patch=MEMBERS),
    page(DRAFTS + "of/<uuid:objective>/", post=MEMBERS, patch=MEMBERS, **DRAFT),
    page(DRAFTS + "<uuid:draft>/", get=INSIDERS, **TYPED),
    page(O + "objectives/several/", post=ALL),
    page(O + "objectives/metrics/", get=ADMINS),
    page(O + "objectives/metrics/", get=MEMBERS, query="stream=policy"),
    page(O + "objectives/undo/<str:word>/", post=ALL, word="key"),
    page(OBJECTIVE + "rank/", post=MEMBERS),
    page(OBJECTIVE + "duplicate/", post=MEMBERS),
    page(OBJECTIVE + "duplicate/", post=ADMINS, **TOGETHER),
    page(OBJECTIVE + "carry-over/", get=MEMBERS, post=MEMBERS),
    page(OBJECTIVE + "archive/", post=MEMBERS),
    page(OBJECTIVE + "archive/", post=MEMBERS, **DRAFT),
    page(OBJECTIVE + "restore/", post=MEMBERS),
    page(OBJECTIVE + "timeline/", get=ALL),
    page(OBJECTIVE + "timeline/", get=INSIDERS, **DRAFT),
    page(OBJECTIVE + "summary.md", get=ALL),
    page(OBJECTIVE + "summary.md", get=INSIDERS, **DRAFT),
    page(O + "cycles/<slug:cycle>/summary.md", get=ALL),
    page(KEY_RESULT + "move/", get=MEMBERS, post=MEMBERS),
    page(KEY_RESULT + "move/", get=MEMBERS, post=MEMBERS, **TEAM),
    page(KEY_RESULT + "retire/", get=MEMBERS, post=MEMBERS),
    page(KEY_RESULT + "retire/", get=ADMINS, post=ADMINS, **OF_TOGETHER),
    page(KEY_RESULT + "retire/", get=MEMBERS, post=MEMBERS, **OF_DRAFT),
    api(ACT + "duplicate", post=MEMBERS),
    api(ACT + "carry-over", post=MEMBERS),
    api(ACT + "rank", post=MEMBERS),
    api(ACT + "archive", post=MEMBERS),
    api(ACT + "archive", post=MEMBERS, gate=EDITORS, **DRAFT),
    api(ACT + "restore", post=MEMBERS),
    api(ACT + "timeline", get=ALL),
    api(ACT + "timeline", get=INSIDERS, **DRAFT),
    api(OF_KEY_RESULT + "move", post=MEMBERS),
    api(OF_KEY_RESULT + "move", post=MEMBERS, gate=EDITORS, **TEAM),
    api(OF_KEY_RESULT + "retire", post=MEMBERS),
    api("objective-drafts", get=ALL),
    api("objective-drafts/<uuid:draft>", get=INSIDERS, **TYPED),
    api("objective-drafts/<uuid:draft>", delete="mia", gate=EDITORS, **TYPED),
]
