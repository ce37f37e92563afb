"""Northwind with a stream, and its people: Ada owner, Ben editor, Lea lead, Vic viewer, Olga outsider."""

from dataclasses import dataclass

from django.test import Client

from okrflow.accounts.models import User
from okrflow.organisations.models import Membership, Organisation, Role
from okrflow.value_streams.models import StreamMembership, StreamRole, ValueStream
from tests import make


@dataclass(frozen=True)
class Northwind:
    organisation: Organisation
    policy: ValueStream
    claims: ValueStream

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(email=f"{name}@northwind.example"))
        return client


def northwind() -> Northwind:
    organisation = make.organisation(time_zone="Europe/Berlin")
    policy = make.value_stream(organisation, "policy", states={})
    claims = make.value_stream(organisation, "claims", states={})
    for name, role in {"ada": Role.OWNER, "ben": Role.EDITOR, "lea": Role.EDITOR, "vic": Role.VIEWER}.items():
        Membership.objects.create(organisation=organisation, user=person(name), role=role)
    lea = User.objects.get(email="lea@northwind.example")
    StreamMembership.objects.create(value_stream=policy, user=lea, role=StreamRole.LEAD)
    person("olga")
    return Northwind(organisation, policy, claims)


def person(name: str) -> User:
    return User.objects.create_user(f"{name}@northwind.example", name=name.title())
