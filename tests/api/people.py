"""Two organisations with people, and clients of the API that act for them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client

from okrflow.accounts.models import User
from okrflow.okrs.models import Cycle
from okrflow.organisations.access import Access
from okrflow.organisations.models import Membership, Organisation, Role, Scope
from okrflow.organisations.services import create_api_token
from okrflow.value_streams.models import StreamMembership, StreamRole, ValueStream
from tests import make

ROLES = {"ada": Role.OWNER, "adam": Role.ADMIN, "ben": Role.EDITOR, "eve": Role.EDITOR, "vic": Role.VIEWER}
EVERYTHING = tuple(Scope)


@dataclass(kw_only=True)
class Api:
    """A client of one organisation's part of the API, with or without a token."""

    organisation: str = "northwind"
    headers: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def url(self, path: str) -> str:
        return path if path.startswith("/") else f"/api/v1/organisations/{self.organisation}/{path}"

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        content_type: str = "application/json",
        **headers: str,
    ) -> Any:
        data = body if isinstance(body, bytes | str) or body is None else json.dumps(body)
        return self.client.generic(
            method,
            self.url(path),
            data=data if data is not None else b"",
            content_type=content_type if data is not None else "",
            headers=self.headers | {name.replace("_", "-"): value for name, value in headers.items()},
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PUT", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.send("DELETE", path, **headers)


@dataclass(kw_only=True)
class World:
    """Northwind with its people and the stream Policy, which Ben leads."""

    organisation: Organisation
    stream: ValueStream
    members: dict[str, Membership]

    def access(self, name: str) -> Access:
        return Access(organisation=self.organisation, membership=self.members[name])

    def token(self, name: str, scopes: Sequence[Scope] = EVERYTHING) -> str:
        _, plain = create_api_token(membership=self.members[name], name="test", scopes=scopes, days=30)
        return plain

    def api(self, name: str, scopes: Sequence[Scope] = EVERYTHING) -> Api:
        """A client with a token of that person."""
        bearer = {"Authorization": f"Bearer {self.token(name, scopes)}"}
        return Api(organisation=self.organisation.slug, headers=bearer)

    def cycle(self, slug: str = "2026-q3") -> Cycle:
        found = Cycle.objects.filter(organisation=self.organisation, slug=slug).first()
        return found or Cycle.objects.create(
            organisation=self.organisation,
            slug=slug,
            name=slug.upper(),
            starts_on=date(2026, 7, 1),
            ends_on=make.today() + timedelta(days=60),
        )


def world(slug: str = "northwind", roles: dict[str, Role] | None = None) -> World:
    organisation = make.organisation(slug)
    members = {}
    for name, role in (roles or ROLES).items():
        user = User.objects.create_user(f"{name}@{slug}.example", name=name.title())
        members[name] = Membership.objects.create(organisation=organisation, user=user, role=role)
    stream = make.value_stream(organisation)
    lead = members.get("ben") or next(iter(members.values()))
    StreamMembership.objects.create(value_stream=stream, user=lead.user, role=StreamRole.LEAD)
    return World(organisation=organisation, stream=stream, members=members)
