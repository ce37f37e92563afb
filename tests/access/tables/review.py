"""The review: read by all; waived by leads, or of the organisation by owners; thresholds set by administrators."""

from tests.access.rows import ADMINS, ALL, EDITORS, INSIDERS, LEADS, MEMBERS, O, api, page

R = O + "review/"
FINDING = R + "findings/<uuid:finding>/"

ROWS = [
    page(R, get=ALL),
    page(R + "checks/", get=ALL),
    page(R + "checks/<slug:check_id>/", get=ALL),
    page(R + "form/", query="stream=policy", post=MEMBERS),
    page(FINDING, get=ALL),
    page(FINDING, finding="draft_finding", hidden=True, get=INSIDERS),
    page(FINDING + "waive/", post=LEADS),
    page(R + "waivers/<uuid:waiver>/withdraw/", post=LEADS),
    page(O + "settings/checks/", get=ALL, post=ADMINS, body={"name": "silent_days"}),
    api("findings", get=ALL),
    api("findings/<uuid:finding>", get=ALL),
    api("findings/<uuid:finding>", finding="draft_finding", hidden=True, get=INSIDERS),
    api("waivers", get=ALL, post=EDITORS),
    api("waivers/<uuid:waiver>", get=ALL, delete=LEADS),
    api("review-thresholds", get=ALL),
    api("review-thresholds/<slug:name>", name="threshold", get=ALL, put=ADMINS),
]
