"""The plan: read by the organisation, written by the stream's own people."""

from tests.access.rows import ALL, MEMBERS, S, api, page

ENTRY = S + "plan/<uuid:plan_entry>/"
API_ENTRY = "plan-entries/<uuid:plan_entry>"

ROWS = [
    page(S + "plan/", get=ALL),
    page(S + "plan/new/", get=MEMBERS, post=MEMBERS),
    page(S + "plan/committed/", get=ALL),
    page(ENTRY, get=ALL),
    page(ENTRY + "edit/", get=MEMBERS, post=MEMBERS),
    page(ENTRY + "move/", post=MEMBERS),
    page(ENTRY + "cancel/", post=MEMBERS),
    page(ENTRY + "restore/", post=MEMBERS),
    page(ENTRY + "delete/", post=MEMBERS),
    api("plan-entries", get=ALL),
    api("plan-entries", post=MEMBERS, body={"value_stream": "policy"}),
    api(API_ENTRY, get=ALL, put=MEMBERS, patch=MEMBERS, delete=MEMBERS),
    api(API_ENTRY + "/move", post=MEMBERS),
    api(API_ENTRY + "/cancel", post=MEMBERS),
    api(API_ENTRY + "/restore", post=MEMBERS),
    api("value-streams/<slug:stream>/committed-items", get=ALL),
]
