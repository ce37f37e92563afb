"""People whom the demo lacks, brought to its Claims stream: Adam an administrator, Mia a member, Vera a viewer; and Olga,
who belongs to no organisation."""

from tests.browser.conftest import Invite, Reader
from tests.people import PASSWORD
from tests.real import Launcher

PEOPLE = {"Adam": "admin", "Mia": "editor", "Vera": "viewer", "Olga": ""}
BRING = """
from allauth.account.models import EmailAddress
from okrflow.accounts.addresses import person_with
from okrflow.organisations.models import Membership, Organisation
from okrflow.value_streams.models import StreamMembership, ValueStream
northwind = Organisation.objects.get(slug="northwind")
claims = ValueStream.objects.get(organisation=northwind, slug="claims")
for name, role in given["people"].items():
    user, made = person_with(email=f"{name.lower()}@example.com", name=name)
    user.set_password(given["password"])
    user.save()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    if role:
        Membership.objects.get_or_create(organisation=northwind, user=user, defaults={"role": role})
        StreamMembership.objects.get_or_create(value_stream=claims, user=user)
answer = sorted(given["people"])
"""


def bring(okrflow: Launcher) -> None:
    """Make their accounts; those who are there stay."""
    assert okrflow.ask(BRING, people=PEOPLE, password=PASSWORD) == sorted(PEOPLE)


def arriving(invite: Invite, name: str) -> Reader:
    """One of them, or of the demo's own people, signed in with a browser of their own."""
    reader = invite()
    if name not in PEOPLE:
        reader.sign_in_to_demo(name)
        return reader
    page = reader.go("/accounts/login/")
    page.get_by_label("Email").fill(f"{name.lower()}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    reader.click("Sign in", role="button", exact=True)
    page.wait_for_url(lambda url: "/accounts/" not in url)
    return reader
