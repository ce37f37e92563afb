"""The people of the tests, each with a meaning: Ada owner, Adam admin, Ben editor, Vic viewer, Olga outsider."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.test import Client

from okrflow.accounts.models import User
from okrflow.organisations.models import Membership, Organisation, Role
from okrflow.organisations.services import create_organisation

PASSWORD = "kept-by-nobody"


def person(name: str) -> User:
    """Somebody with a verified mail address, like ada@example.com."""
    user = User.objects.create_user(f"{name.lower()}@example.com", PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def join(organisation: Organisation, user: User, role: Role) -> Membership:
    return Membership.objects.create(organisation=organisation, user=user, role=role)


@dataclass(frozen=True)
class Cast:
    """Northwind and its people."""

    organisation: Organisation
    ada: Membership
    adam: Membership
    ben: Membership
    vic: Membership
    olga: User

    def client(self, name: str) -> Client:
        """A browser in which that person is signed in; "nobody": nobody."""
        client = Client()
        if name != "nobody":
            who = getattr(self, name)
            client.force_login(who if isinstance(who, User) else who.user)
        return client


def cast() -> Cast:
    northwind = create_organisation(name="Northwind", slug="northwind", time_zone="UTC", owner=person("Ada"))
    return Cast(
        organisation=northwind,
        ada=Membership.objects.get(organisation=northwind),
        adam=join(northwind, person("Adam"), Role.ADMIN),
        ben=join(northwind, person("Ben"), Role.EDITOR),
        vic=join(northwind, person("Vic"), Role.VIEWER),
        olga=person("Olga"),
    )
