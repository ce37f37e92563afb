"""Asking an address as somebody, and taking back what it wrote."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.access.rows import SAFE, SIGN_IN, Outside, Row
from tests.access.world import World

PART = re.compile(r"<\w+:(\w+)>")
WRITE = re.compile(r'\b(?:INSERT INTO|DELETE FROM|(?<!FOR )(?<!KEY )UPDATE|COPY)\s+"?(\w+)', re.IGNORECASE)
OWN = {"django_session", "usersessions_usersession", "progress_renderedpage"}
"""Written by a look, too: who is signed in, and that a stored page is wanted."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    written: frozenset[str]

    @property
    def is_sign_in(self) -> bool:
        return self.status == 302 and self.location.startswith("/accounts/login/?next=")

    def is_(self, expected: "frozenset[int] | str") -> bool:
        if expected == SIGN_IN:
            return self.is_sign_in
        return self.status in expected and not self.is_sign_in


def parts_of(route: str) -> list[str]:
    return PART.findall(route)


def url_of(row: Row | Outside, objects: Mapping[str, str], **foreign: str) -> str:
    """The example of the row's address, of the objects of one organisation; `foreign` parts replace theirs."""
    if isinstance(row, Outside) and row.url:
        return row.url
    path = PART.sub(
        lambda match: foreign.get(match[1]) or objects[row.parts.get(match[1], match[1])], row.route
    )
    return f"/{path}?{row.query}" if row.query else f"/{path}"


def ask(world: World, person: str, method: str, url: str, row: Row | Outside) -> Answer:
    """What the person is answered, and which tables were written; all of it is undone."""
    client = world.clients[person]
    given: dict[str, Any] = {}
    if row.api and method not in {SAFE, "DELETE"}:
        given = {"data": json.dumps(row.body), "content_type": "application/json"}
    elif method == "POST":
        given = {"data": row.body}
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = getattr(client, method.lower())(url, **given)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    tables = {table for query in queries for table in WRITE.findall(query["sql"])}
    return Answer(response.status_code, response.headers.get("Location", ""), frozenset(tables - OWN))
