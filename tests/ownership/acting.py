"""Doing things as the people of Northwind: on pages, by the API, by services."""

from collections.abc import Sequence
from typing import Any

from django.test import Client

from okrflow.accounts.models import User
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Membership, Role, Scope
from okrflow.organisations.services import create_api_token
from okrflow.value_streams.access import StreamAccess, rights_in
from okrflow.value_streams.models import StreamMembership, StreamRole, ValueStream
from tests.api.people import Api
from tests.metrics.northwind import Northwind

ROOT = "/o/northwind/"
PROPOSE = f"{ROOT}proposals/new/?stream=policy"


def browser(nw: Northwind, name: str) -> Client:
    client = Client()
    client.force_login(getattr(nw, name))
    return client


def okr_rights(nw: Northwind, name: str) -> OkrRights:
    return OkrRights.of(nw.access(name))


def in_stream(nw: Northwind, name: str, stream: ValueStream | None = None) -> StreamAccess:
    return rights_in(nw.access(name), stream or nw.policy)


def belong(
    stream: ValueStream, user: User, role: StreamRole = StreamRole.MEMBER, **fields: Any
) -> StreamMembership:
    return StreamMembership.objects.create(value_stream=stream, user=user, role=role, **fields)


def membership(nw: Northwind, name: str) -> Membership:
    return Membership.objects.get(organisation=nw.organisation, user=getattr(nw, name))


def leave_without_lead(nw: Northwind) -> None:
    """Ben's account is deleted: Policy has members and nobody who can lead it."""
    nw.ben.delete()


def become(nw: Northwind, name: str, role: Role) -> None:
    Membership.objects.filter(organisation=nw.organisation, user=getattr(nw, name)).update(role=role)


def key_of(nw: Northwind, name: str, scopes: Sequence[Scope] = tuple(Scope), *, service: bool = False) -> str:
    _, plain = create_api_token(
        membership=membership(nw, name), name="Nightly", scopes=scopes, days=30, service=service
    )
    return plain


def api(nw: Northwind, name: str, scopes: Sequence[Scope] = tuple(Scope)) -> Api:
    """A client with a token of that person."""
    return with_key(key_of(nw, name, scopes))


def with_key(key: str) -> Api:
    return Api(headers={"Authorization": f"Bearer {key}"})
