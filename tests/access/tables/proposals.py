"""Proposals: read by who made them, by the stream's people and by administrators; answered by leads; not there for others."""

from tests.access.rows import ADMINS, ALL, LEADS, O, api, page

P = O + "proposals/"
ONE = P + "<uuid:proposal>/"
READERS = "vera mia lea adam"
HIDDEN = {"hidden": True, "gate": "vic eve"}
HIDDEN_API = {"hidden": True, "gate": "eve"}
OUTSIDE = "eve adam"

ROWS = [
    page(P, get=ALL),
    page(P + "new/", get="eve mia lea", post="eve mia lea"),
    page(P + "new/", get=OUTSIDE, post=OUTSIDE, query="stream=policy"),
    page(ONE, get=READERS, **HIDDEN),
    page(ONE + "edit/", get=ADMINS, post=ADMINS, **HIDDEN),
    page(ONE + "accept/", post=LEADS, **HIDDEN),
    page(ONE + "decline/", post=LEADS, **HIDDEN),
    page(ONE + "withdraw/", post=ADMINS, **HIDDEN),
    api("proposals", get=ALL, post="eve mia lea"),
    api("proposals", post=OUTSIDE, body={"value_stream": "policy"}),
    api("proposals/<uuid:proposal>", get=READERS, **HIDDEN),
    api("proposals/<uuid:proposal>", patch=ADMINS, **HIDDEN_API),
    api("proposals/<uuid:proposal>/versions", get=READERS, **HIDDEN),
    api("proposals/<uuid:proposal>/accept", post=LEADS, **HIDDEN_API),
    api("proposals/<uuid:proposal>/decline", post=LEADS, body={"reason": "No"}, **HIDDEN_API),
    api("proposals/<uuid:proposal>/withdraw", post=ADMINS, **HIDDEN_API),
]
