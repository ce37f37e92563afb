"""Experiments: read by all, written by the stream's own people."""

from tests.access.rows import ALL, EDITORS, MEMBERS, S, api, page

E = S + "experiments/"
ONE = E + "<uuid:experiment>/"

ROWS = [
    page(E, get=ALL),
    page(E + "new/", get=MEMBERS, post=MEMBERS),
    page(ONE, get=ALL),
    page(ONE + "edit/", get=MEMBERS, post=MEMBERS),
    page(ONE + "items/", get=ALL),
    page(ONE + "begin/", post=MEMBERS),
    page(ONE + "end/", post=MEMBERS),
    page(ONE + "verdict/", post=MEMBERS),
    page(ONE + "foretell/", post=MEMBERS),
    page(ONE + "delete/", post=MEMBERS),
    api("experiments", get=ALL, post=EDITORS),
    api("experiments/<uuid:experiment>", get=ALL, patch=MEMBERS, delete=MEMBERS),
    api("experiments/<uuid:experiment>/verdict", put=MEMBERS),
]
