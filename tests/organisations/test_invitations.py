"""Invitations: bound to an address, good once, and never above the inviter."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from okrflow.organisations.models import Invitation, Membership, Role
from okrflow.organisations.services import (
    accept_invitation,
    change_role,
    invite,
    remove_member,
    withdraw_invitation,
)
from okrflow.organisations.services.invitations import CannotInvite, Unusable
from tests import people
from tests.races import at_once

pytestmark = pytest.mark.django_db


def test_an_invitation_makes_a_member_once() -> None:
    cast = people.cast()
    _, token = invite(by=cast.adam, email="Olga@Example.com", role=Role.EDITOR)

    membership = accept_invitation(token=token, user=cast.olga, now=timezone.now())

    assert membership.role == Role.EDITOR
    with pytest.raises(Unusable):
        accept_invitation(token=token, user=cast.olga, now=timezone.now())


def test_the_token_is_stored_as_a_hash_only() -> None:
    cast = people.cast()

    invitation, token = invite(by=cast.ada, email="olga@example.com", role=Role.VIEWER)

    assert token not in str(Invitation.objects.values().get(pk=invitation.pk))


def test_the_link_is_mailed(django_capture_on_commit_callbacks: object) -> None:
    cast = people.cast()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        _, token = invite(by=cast.ada, email="olga@example.com", role=Role.VIEWER)

    (message,) = mail.outbox
    assert message.to == ["olga@example.com"]
    assert re.search(rf"http://\S+/invitations/{token}/", str(message.body))


@pytest.mark.parametrize(("by", "role"), [("adam", Role.OWNER), ("ben", Role.VIEWER), ("vic", Role.VIEWER)])
def test_nobody_invites_above_their_own_role(by: str, role: Role) -> None:
    cast = people.cast()

    with pytest.raises(CannotInvite):
        invite(by=getattr(cast, by), email="olga@example.com", role=role)

    assert not Invitation.objects.exists()


def test_another_person_cannot_use_it() -> None:
    cast = people.cast()
    _, token = invite(by=cast.ada, email="eve@example.com", role=Role.EDITOR)

    with pytest.raises(Unusable):
        accept_invitation(token=token, user=cast.olga, now=timezone.now())


def test_an_unverified_address_is_not_enough() -> None:
    cast = people.cast()
    _, token = invite(by=cast.ada, email="olga@example.com", role=Role.EDITOR)
    EmailAddress.objects.filter(user=cast.olga).update(verified=False)

    with pytest.raises(Unusable):
        accept_invitation(token=token, user=cast.olga, now=timezone.now())


def test_a_second_address_of_the_person_will_do() -> None:
    cast = people.cast()
    EmailAddress.objects.create(user=cast.olga, email="o@work.example", verified=True)
    _, token = invite(by=cast.ada, email="O@work.example", role=Role.EDITOR)

    assert accept_invitation(token=token, user=cast.olga, now=timezone.now()).user == cast.olga


def test_it_ends_after_14_days() -> None:
    cast = people.cast()
    _, token = invite(by=cast.ada, email="olga@example.com", role=Role.EDITOR)

    with pytest.raises(Unusable):
        accept_invitation(token=token, user=cast.olga, now=timezone.now() + timedelta(days=14, seconds=1))


def test_it_dies_with_withdrawal_and_with_a_newer_one() -> None:
    cast = people.cast()
    _, first = invite(by=cast.ada, email="olga@example.com", role=Role.EDITOR)
    second, token = invite(by=cast.ada, email="olga@example.com", role=Role.VIEWER)

    with pytest.raises(Unusable):
        accept_invitation(token=first, user=cast.olga, now=timezone.now())
    withdraw_invitation(by=cast.adam, invitation=second)
    with pytest.raises(Unusable):
        accept_invitation(token=token, user=cast.olga, now=timezone.now())
    with pytest.raises(CannotInvite):
        withdraw_invitation(by=cast.adam, invitation=second)


@pytest.mark.parametrize("gone", [True, False])
def test_it_does_not_outlive_the_rights_of_its_inviter(gone: bool) -> None:
    cast = people.cast()
    _, token = invite(by=cast.adam, email="olga@example.com", role=Role.ADMIN)
    if gone:
        remove_member(by=cast.ada, membership=cast.adam)
    else:
        change_role(by=cast.ada, membership=cast.adam, role=Role.EDITOR)

    with pytest.raises(Unusable):
        accept_invitation(token=token, user=cast.olga, now=timezone.now())


def test_a_member_is_not_invited_and_keeps_the_role() -> None:
    cast = people.cast()
    with pytest.raises(CannotInvite):
        invite(by=cast.ada, email="BEN@example.com", role=Role.ADMIN)

    _, token = invite(by=cast.ada, email="olga@example.com", role=Role.ADMIN)
    people.join(cast.organisation, cast.olga, Role.VIEWER)

    assert accept_invitation(token=token, user=cast.olga, now=timezone.now()).role == Role.VIEWER


@pytest.mark.django_db(transaction=True)
def test_accepted_twice_at_once_it_counts_once() -> None:
    cast = people.cast()
    _, token = invite(by=cast.ada, email="olga@example.com", role=Role.EDITOR)

    def accept() -> object:
        return accept_invitation(token=token, user=cast.olga, now=timezone.now())

    results = at_once(accept, accept)

    assert sum(isinstance(result, Unusable) for result in results) == 1
    assert Membership.objects.filter(user=cast.olga).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_address_invited_twice_at_once_has_one_open_invitation() -> None:
    cast = people.cast()

    results = at_once(
        lambda: invite(by=cast.ada, email="olga@example.com", role=Role.EDITOR),
        lambda: invite(by=cast.adam, email="olga@example.com", role=Role.VIEWER),
    )

    assert not [result for result in results if isinstance(result, Exception)]
    assert Invitation.objects.open(now=timezone.now()).count() == 1
