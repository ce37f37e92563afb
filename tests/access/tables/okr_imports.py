"""Imports of OKRs: for those who may bring some in, and each seen by nobody but the one who uploaded it."""

from tests.access.rows import EDITORS, LEADS, SETTERS, O, api, page

OWN = {"uuid": "okr_import", "hidden": True, "gate": SETTERS}

ROWS = [
    page(O + "import/okrs/", get=SETTERS, post=SETTERS),
    page(O + "import/okrs/<uuid:uuid>/", get=LEADS, ok=302, **OWN),
    page(O + "import/okrs/<uuid:uuid>/columns/", get=LEADS, post=LEADS, **OWN),
    page(O + "import/okrs/<uuid:uuid>/rejected.csv", get=LEADS, **OWN),
    api("imports/okrs", get=EDITORS, post=SETTERS),
    api("imports/okrs/<uuid:one>", get=LEADS, one="okr_import", hidden=True, gate=EDITORS),
]
