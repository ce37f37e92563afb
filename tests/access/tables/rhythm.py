"""The inbox, the weekly check-in, and the links of mails."""

from tests.access.rows import ALL, MEMBERS, SIGN_IN, O, S, api, outside, page

ROWS = [
    page(O + "inbox/", get=ALL),
    page(O + "notifications/", get=ALL, post=ALL),
    page(O + "notifications/digest/", post=ALL),
    page(S + "check-in/", get=MEMBERS, post=MEMBERS),
    page(S + "check-in/summaries/", get=ALL),
    page(S + "check-in/<uuid:summary>/", get=ALL, summary="check_in_summary"),
    outside("check-in/<str:token>/", SIGN_IN, 404, url="/check-in/nonsense/"),
    outside("unsubscribe/<str:token>/", 404, 404, url="/unsubscribe/nonsense/"),
    outside("unsubscribe/<str:token>/", 404, 404, url="/unsubscribe/nonsense/", method="POST"),
    api("inbox", get=ALL),
]
