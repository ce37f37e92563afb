"""Work items; imports and jobs."""

from tests.access.rows import ALL, EDITORS, SETTERS, O, S, api, page

ROWS = [
    page(S + "items/", get=ALL),
    page(O + "items/<uuid:item>/", get=ALL),
    page(S + "settings/statuses/", get=ALL, post=SETTERS),
    page(O + "import/", get=EDITORS, post=EDITORS),
    page(O + "import/<uuid:uuid>/", get=EDITORS, uuid="import", ok=302),
    page(O + "import/<uuid:uuid>/columns/", get=EDITORS, post=EDITORS, uuid="import"),
    page(O + "import/<uuid:uuid>/rejected.csv", get=EDITORS, uuid="import"),
    page(O + "jobs/<uuid:uuid>/", get=EDITORS, uuid="job"),
    page(O + "jobs/<uuid:uuid>/cancel/", post=EDITORS, uuid="job"),
    api("work-items", get=ALL),
    api("work-items/bulk", post=EDITORS),
    api("work-items/<uuid:item>", get=ALL),
    api("work-items/<uuid:item>/events", get=ALL),
    api("imports", get=EDITORS),
    api("imports/<uuid:one>", get=EDITORS, one="import"),
    api("jobs", get=ALL),
    api("jobs/<uuid:job>", get=EDITORS, delete=EDITORS),
]
