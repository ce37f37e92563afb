"""Comments: there for those who see what they are about, written by editors, changed by their author (Adam)."""

from tests.access.rows import ADMINS, ALL, EDITORS, INSIDERS, MEMBERS, O, api, page

OBJECTIVE = O + "objectives/<uuid:objective>/comments/"
KEY_RESULT = O + "key-results/<uuid:key_result>/comments/"
CHECK_IN = O + "key-results/<uuid:key_result>/check-ins/<uuid:check_in>/comments/"
PROPOSAL = O + "proposals/<uuid:proposal>/comments/"
ONE = O + "comments/<uuid:comment>/"
DRAFT = {"hidden": True, "objective": "draft"}
TEAM = {"hidden": True, "key_result": "team_key_result"}
SAID_OF_TEAM = {**TEAM, "check_in": "team_check_in"}
OF_TEAM = {"hidden": True, "comment": "team_comment"}
READERS = "vera mia lea adam"

ROWS = [
    page(OBJECTIVE, get=ALL, post=EDITORS),
    page(OBJECTIVE, get=INSIDERS, **DRAFT),
    page(OBJECTIVE, post=MEMBERS, gate="vic eve adam", **DRAFT),
    page(OBJECTIVE + "seen/", post=ALL),
    page(KEY_RESULT, get=ALL, post=EDITORS),
    page(KEY_RESULT, get=INSIDERS, **TEAM),
    page(KEY_RESULT, post=MEMBERS, gate="vic eve adam", **TEAM),
    page(KEY_RESULT + "seen/", post=ALL),
    page(CHECK_IN, get=ALL, post=EDITORS),
    page(CHECK_IN, get=INSIDERS, **SAID_OF_TEAM),
    page(CHECK_IN, post=MEMBERS, gate="vic eve adam", **SAID_OF_TEAM),
    page(CHECK_IN + "seen/", post=ALL),
    page(PROPOSAL, get=READERS, hidden=True),
    page(PROPOSAL, post="mia lea adam", hidden=True, gate="vic eve"),
    page(PROPOSAL + "seen/", post=READERS, hidden=True),
    page(ONE + "edit/", get=ADMINS, post=ADMINS),
    page(ONE + "edit/", get="", post="", gate="vic eve adam", **OF_TEAM),
    page(ONE + "delete/", post=ADMINS),
    api("comments", get=ALL, post=EDITORS),
    api("comments/mentionable", get=EDITORS, ok=400),
    api("comments/<uuid:comment>", get=ALL, patch=ADMINS, delete=ADMINS),
    api("comments/<uuid:comment>", get=INSIDERS, **OF_TEAM),
]
