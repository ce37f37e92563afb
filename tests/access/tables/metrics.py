"""Metrics and their values; a team metric is there for its stream's people only."""

from tests.access.rows import ALL, EDITORS, INSIDERS, LEADS, MEMBERS, O, api, page

M = O + "metrics/<slug:metric>/"
TEAM = {"hidden": True, "metric": "team_metric"}
VALUE = {"measurement": "team_measurement"}

ROWS = [
    page(O + "metrics/", get=ALL),
    page(O + "metrics/new/", get=EDITORS, post=EDITORS),
    page(M, get=ALL),
    page(M, get=INSIDERS, **TEAM),
    page(M + "edit/", get=EDITORS, post=EDITORS),
    page(M + "edit/", get=MEMBERS, post=MEMBERS, **TEAM),
    page(M + "values/new/", get=EDITORS, post=EDITORS),
    page(M + "values/new/", get=MEMBERS, post=MEMBERS, **TEAM),
    page(M + "values/<uuid:measurement>/", get=EDITORS, post=EDITORS),
    page(M + "values/<uuid:measurement>/", get=MEMBERS, post=MEMBERS, **TEAM, **VALUE),
    page(M + "values.csv", get=ALL),
    page(M + "values.csv", get=INSIDERS, **TEAM),
    page(M + "values/file/", get=EDITORS, post=EDITORS),
    page(M + "values/file/", get=MEMBERS, post=MEMBERS, **TEAM),
    page(M + "values/file/<uuid:uuid>/", get=LEADS, post=LEADS, uuid="values_file", hidden=True),
    api("metrics", get=ALL, post=EDITORS),
    api("metrics/<slug:metric>", get=ALL, patch=EDITORS),
    api("metrics/<slug:metric>", get=INSIDERS, **TEAM),
    api("metrics/<slug:metric>", patch=MEMBERS, gate=EDITORS, **TEAM),
    api("metrics/<slug:metric>/measurements", get=ALL),
    api("metrics/<slug:metric>/measurements", get=INSIDERS, **TEAM),
    api("metrics/<slug:metric>/measurements/<str:at>", get=ALL, put=EDITORS),
    api("metrics/<slug:metric>/measurements/<str:at>", get=INSIDERS, **TEAM),
]
