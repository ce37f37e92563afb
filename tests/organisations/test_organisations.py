"""Organisations themselves, API tokens, commands."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from okrflow.accounts.models import User
from okrflow.organisations import signals
from okrflow.organisations.models import ApiToken, Membership, Organisation, Role
from okrflow.organisations.services import (
    change_organisation,
    create_api_token,
    create_organisation,
    revoke_api_token,
    token_hash,
)
from okrflow.organisations.services.api_tokens import BadToken
from okrflow.organisations.services.organisations import SlugTaken
from tests import people

pytestmark = pytest.mark.django_db


def test_whoever_makes_an_organisation_owns_it() -> None:
    cast = people.cast()

    assert cast.ada.role == Role.OWNER


def test_an_address_is_given_once() -> None:
    cast = people.cast()

    with pytest.raises(SlugTaken):
        create_organisation(name="Again", slug="northwind", time_zone="UTC", owner=cast.olga)


@pytest.mark.parametrize(
    ("slug", "zone"), [("Has Space", "UTC"), ("-x", "UTC"), ("fine", "Mars/Olympus"), ("", "UTC")]
)
def test_bad_fields_make_no_organisation(slug: str, zone: str) -> None:
    with pytest.raises(ValidationError):
        create_organisation(name="Fine", slug=slug, time_zone=zone, owner=people.person("Olga"))

    assert not Organisation.objects.exists()


@pytest.mark.parametrize(("zone", "told"), [("Europe/Berlin", 1), ("UTC", 0)])
def test_only_a_new_time_zone_is_told(zone: str, told: int) -> None:
    cast, heard = people.cast(), []

    def hear(**given: Any) -> None:
        heard.append(given["organisation"])

    signals.time_zone_changed.connect(hear)
    change_organisation(organisation=cast.organisation, name="Northwind AG", time_zone=zone)
    signals.time_zone_changed.disconnect(hear)

    assert heard == [cast.organisation] * told
    assert Organisation.objects.get().name == "Northwind AG"


def test_a_token_is_shown_once_and_kept_as_a_hash() -> None:
    cast = people.cast()

    token, plain = create_api_token(
        membership=cast.ben, name="import", scopes=["work-items:write", "okrs:read"], days=30
    )

    assert plain.startswith("okr_")
    assert len(plain) == 44
    stored = ApiToken.objects.get(token_hash=token_hash(plain))
    assert stored.scopes == ["okrs:read", "work-items:write"]
    assert plain not in str(ApiToken.objects.values().get(pk=token.pk))
    assert abs(stored.expires_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("scopes", "days"), [([], 30), (["everything"], 30), (["okrs:read"], 0), (["okrs:read"], 99_999)]
)
def test_a_bad_token_is_refused(scopes: list[str], days: int) -> None:
    cast = people.cast()

    with pytest.raises(BadToken):
        create_api_token(membership=cast.ben, name="import", scopes=scopes, days=days)


@pytest.mark.parametrize(("by", "allowed"), [("ben", True), ("adam", True), ("vic", False)])
def test_tokens_are_revoked_by_their_member_and_by_administrators(by: str, allowed: bool) -> None:
    cast = people.cast()
    token, _ = create_api_token(membership=cast.ben, name="import", scopes=["okrs:read"], days=30)

    if allowed:
        revoke_api_token(by=getattr(cast, by), token=token)
    else:
        with pytest.raises(BadToken):
            revoke_api_token(by=getattr(cast, by), token=token)

    token.refresh_from_db()
    assert (token.revoked_at is not None) is allowed


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_command_makes_an_organisation_and_its_owner() -> None:
    said = run(
        "create_organisation",
        "acme",
        "--name",
        "Acme",
        "--time-zone",
        "Europe/Paris",
        "--owner",
        "Ada@Example.com",
    )

    assert "/o/acme/" in said
    assert "without a password" in said
    membership = Membership.objects.get(organisation__slug="acme")
    assert (membership.user.email, membership.role) == ("ada@example.com", Role.OWNER)
    assert not membership.user.has_usable_password()


def test_the_command_takes_an_account_that_is_there() -> None:
    people.person("Ada")

    said = run("create_organisation", "acme", "--name", "Acme", "--owner", "ADA@example.com")

    assert "password" not in said
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("slug", "options", "says"),
    [
        ("northwind", (), "taken"),
        ("Bad Slug", (), "small letters"),
        ("acme", ("--time-zone", "Mars"), "is no time zone"),
        ("acme", ("--owner", "nobody"), "valid email"),
    ],
)
def test_the_command_says_what_is_wrong(slug: str, options: tuple[str, ...], says: str) -> None:
    people.cast()

    with pytest.raises(CommandError, match=f"(?i){says}"):
        run("create_organisation", slug, "--name", "Acme", "--owner", "new@example.com", *options)

    assert not User.objects.filter(email="new@example.com").exists()


def test_the_command_prints_the_token_and_nothing_else() -> None:
    people.cast()

    said = run(
        "create_api_token", "--organisation", "northwind", "--member", "ben@example.com",
        "--scopes", "okrs:read, metrics:write", "--days", "7",
    )  # fmt: skip

    assert ApiToken.objects.get(token_hash=token_hash(said.strip())).scopes == ["okrs:read", "metrics:write"]


@pytest.mark.parametrize(
    ("member", "scopes", "says"),
    [("olga@example.com", "okrs:read", "no member"), ("ben@example.com", "all", "Choose scopes")],
)
def test_the_token_command_says_what_is_wrong(member: str, scopes: str, says: str) -> None:
    people.cast()

    with pytest.raises(CommandError, match=says):
        run("create_api_token", "--organisation", "northwind", "--member", member, "--scopes", scopes)
