"""The installation's own addresses: health, help, figures, the API's description, the admin."""

from tests.access.rows import outside

ROWS = [
    outside("healthz", 200, 200),
    outside("readyz", 503, 503),  # no worker runs in the tests
    outside("metrics", 403, 403),
    outside("help/", 200, 200),
    outside("help/how-we-count/", 200, 200),
    outside("api/v1/schema/", 200, 200),
    outside("api/v1/docs/", 200, 200),
    outside("^api/", 404, 404, url="/api/nothing"),
]

ADMIN = "admin/"
"""Everything below is for staff: one row by pattern."""
