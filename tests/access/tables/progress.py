"""The progress pages."""

from tests.access.rows import ALL, O, S, page

ROWS = [
    page(O, get=ALL),
    page(S, get=ALL),
    page(S + "okrs/", get=ALL),
]
