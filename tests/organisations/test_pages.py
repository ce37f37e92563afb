"""The pages of organisations, by who asks."""

import pytest
from django.utils import timezone

from okrflow.organisations.models import ApiToken, Invitation, Membership, Organisation, Role
from okrflow.organisations.services import create_api_token, create_organisation, invite
from tests import people

pytestmark = pytest.mark.django_db

EVERYBODY = ("nobody", "olga", "vic", "ben", "adam", "ada")
SETTINGS = "/o/northwind/settings/"


@pytest.mark.parametrize(
    ("address", "statuses"),
    [
        (SETTINGS, (302, 404, 200, 200, 200, 200)),
        (SETTINGS + "members/", (302, 404, 200, 200, 200, 200)),
        (SETTINGS + "invitations/", (302, 404, 403, 403, 200, 200)),
        (SETTINGS + "api-tokens/", (302, 404, 200, 200, 200, 200)),
        ("/organisations/new/", (302, 200, 200, 200, 200, 200)),
    ],
)
def test_who_may_look(address: str, statuses: tuple[int, ...]) -> None:
    cast = people.cast()

    assert tuple(cast.client(name).get(address).status_code for name in EVERYBODY) == statuses


@pytest.mark.parametrize(
    ("address", "data", "statuses"),
    [
        (SETTINGS, {"name": "N", "time_zone": "UTC"}, (302, 404, 403, 403, 302, 302)),
        (SETTINGS + "members/{vic}/role/", {"role": "editor"}, (302, 404, 403, 403, 302, 302)),
        (SETTINGS + "members/{vic}/role/", {"role": "owner"}, (302, 404, 403, 403, 403, 302)),
        (SETTINGS + "members/{ben}/remove/", {}, (302, 404, 403, 302, 404, 404)),
        (
            SETTINGS + "invitations/",
            {"email": "x@example.com", "role": "viewer"},
            (302, 404, 403, 403, 302, 302),
        ),
        (SETTINGS + "invitations/{invitation}/withdraw/", {}, (302, 404, 403, 403, 302, 302)),
        (SETTINGS + "api-tokens/{token}/revoke/", {}, (302, 404, 403, 302, 302, 302)),
    ],
)
def test_who_may_change(address: str, data: dict[str, str], statuses: tuple[int, ...]) -> None:
    cast = people.cast()
    invitation, _ = invite(by=cast.ada, email="eve@example.com", role=Role.VIEWER)
    token, _ = create_api_token(membership=cast.ben, name="script", scopes=["okrs:read"], days=1)
    path = address.format(vic=cast.vic.pk, ben=cast.ben.pk, invitation=invitation.pk, token=token.pk)

    assert tuple(cast.client(name).post(path, data).status_code for name in EVERYBODY) == statuses
    assert cast.client("ada").get(path).status_code in {200, 404, 405}, "a GET changes nothing"


def test_rows_of_another_organisation_are_not_found() -> None:
    """A right held in one organisation is none in another, whatever stands in the address."""
    cast = people.cast()
    other = create_organisation(name="Other", slug="other", time_zone="UTC", owner=cast.olga)
    foreign = Membership.objects.get(organisation=other)
    invitation, _ = invite(by=foreign, email="eve@example.com", role=Role.VIEWER)
    token, _ = create_api_token(membership=foreign, name="script", scopes=["okrs:read"], days=1)
    ada = cast.client("ada")

    for path in (
        f"members/{foreign.pk}/role/",
        f"members/{foreign.pk}/remove/",
        f"invitations/{invitation.pk}/withdraw/",
        f"api-tokens/{token.pk}/revoke/",
    ):
        assert ada.post(SETTINGS + path, {"role": "viewer"}).status_code == 404, path
        assert ada.post("/o/other/settings/" + path, {"role": "viewer"}).status_code == 404, path
    assert Invitation.objects.get().withdrawn_at is None
    assert ApiToken.objects.get().revoked_at is None


def test_settings_take_nothing_that_is_not_in_the_form() -> None:
    cast = people.cast()

    cast.client("adam").post(SETTINGS, {"name": "New name", "time_zone": "UTC", "slug": "stolen", "id": "1"})

    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.slug) == ("New name", "northwind")


def test_the_last_owner_is_told_why() -> None:
    cast = people.cast()

    response = cast.client("ada").post(
        f"{SETTINGS}members/{cast.ada.pk}/role/", {"role": "viewer"}, follow=True
    )

    assert "is the last owner" in response.content.decode()
    assert Membership.objects.get(pk=cast.ada.pk).role == Role.OWNER


def test_a_new_token_is_shown_on_one_answer_only() -> None:
    cast = people.cast()
    client = cast.client("ben")

    shown = client.post(SETTINGS + "api-tokens/", {"name": "script", "scopes": ["okrs:read"], "days": "5"})
    again = client.get(SETTINGS + "api-tokens/")

    token = ApiToken.objects.get()
    assert "okr_" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.content.decode().count(token.hint) >= 3
    assert again.content.decode().count(token.hint) == 1


def test_others_tokens_are_listed_for_administrators_only() -> None:
    cast = people.cast()
    create_api_token(membership=cast.ben, name="Ben's script", scopes=["okrs:read"], days=1)

    seen = [
        "Ben&#x27;s script" in cast.client(name).get(SETTINGS + "api-tokens/").content.decode()
        for name in ("vic", "ben", "adam")
    ]

    assert seen == [False, True, True]


def test_looking_at_an_invitation_changes_nothing_and_accepting_it_does() -> None:
    cast = people.cast()
    _, token = invite(by=cast.ada, email="olga@example.com", role=Role.EDITOR)
    olga, path = cast.client("olga"), f"/invitations/{token}/"

    assert "Join Northwind" in olga.get(path).content.decode()
    assert not Membership.objects.filter(user=cast.olga).exists()
    assert olga.post(path).headers["Location"] == "/o/northwind/"
    assert olga.post(path).status_code == 404


@pytest.mark.parametrize("who", ["ben", "olga"])
def test_a_link_for_somebody_else_tells_nothing(who: str) -> None:
    cast = people.cast()
    _, token = invite(by=cast.ada, email="eve@example.com", role=Role.EDITOR)

    for path in (f"/invitations/{token}/", "/invitations/made-up/"):
        response = cast.client(who).get(path)
        assert response.status_code == 404
        assert "Northwind" not in response.content.decode()
        assert cast.client(who).post(path).status_code == 404


def test_a_stranger_signs_in_before_seeing_an_invitation() -> None:
    cast = people.cast()
    _, token = invite(by=cast.ada, email="eve@example.com", role=Role.EDITOR)

    response = cast.client("nobody").get(f"/invitations/{token}/")

    assert response.headers["Location"] == f"/accounts/login/?next=/invitations/{token}/"


def test_the_token_is_in_no_page() -> None:
    cast = people.cast()
    invitation, token = invite(by=cast.ada, email="eve@example.com", role=Role.EDITOR)

    html = cast.client("ada").get(SETTINGS + "invitations/").content.decode()

    assert "eve@example.com" in html
    assert token not in html
    assert invitation.token_hash not in html


def test_the_start_leads_on() -> None:
    cast = people.cast()
    assert cast.client("nobody").get("/").headers["Location"] == "/accounts/login/?next=/"
    assert cast.client("ben").get("/").headers["Location"] == "/o/northwind/"
    assert "not in an organisation yet" in cast.client("olga").get("/").content.decode()

    create_organisation(name="Other", slug="other", time_zone="UTC", owner=cast.ben.user)

    assert "Other" in cast.client("ben").get("/").content.decode()


def test_an_organisation_is_made_in_the_browser() -> None:
    cast = people.cast()
    olga, given = cast.client("olga"), {"name": "Olga's", "slug": "olgas", "time_zone": "Europe/Berlin"}

    assert olga.post("/organisations/new/", given).headers["Location"] == "/o/olgas/"
    assert "already exists" in olga.post("/organisations/new/", given).content.decode()
    assert Membership.objects.get(user=cast.olga).role == Role.OWNER


def test_a_superuser_who_is_no_member_finds_nothing() -> None:
    cast = people.cast()
    cast.olga.is_superuser = cast.olga.is_staff = True
    cast.olga.save()

    assert cast.client("olga").get(SETTINGS).status_code == 404


def test_a_removed_member_with_an_open_session_finds_nothing() -> None:
    cast = people.cast()
    ben = cast.client("ben")
    cast.ben.delete()

    assert ben.get(SETTINGS).status_code == 404


def test_expired_and_used_invitations_are_not_listed() -> None:
    cast = people.cast()
    invitation, _ = invite(by=cast.ada, email="eve@example.com", role=Role.EDITOR)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())

    assert "Nobody is invited" in cast.client("ada").get(SETTINGS + "invitations/").content.decode()
