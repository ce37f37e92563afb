"""Roles: who may change whose, and that an owner always stays."""

import pytest

from okrflow.organisations.models import ApiToken, Membership, Role
from okrflow.organisations.services import change_role, create_api_token, create_organisation, remove_member
from okrflow.organisations.services.members import LastOwner, NotAllowed
from tests import people
from tests.races import at_once

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("by", "whom", "role"),
    [
        ("adam", "ben", Role.ADMIN),
        ("adam", "adam", Role.VIEWER),
        ("ada", "adam", Role.OWNER),
        ("ada", "vic", Role.EDITOR),
    ],
)
def test_roles_that_may_be_given(by: str, whom: str, role: Role) -> None:
    cast = people.cast()

    changed = change_role(by=getattr(cast, by), membership=getattr(cast, whom), role=role)

    changed.refresh_from_db()
    assert changed.role == role


@pytest.mark.parametrize(
    ("by", "whom", "role"),
    [
        ("adam", "ben", Role.OWNER),
        ("adam", "adam", Role.OWNER),
        ("adam", "ada", Role.VIEWER),
        ("ben", "ben", Role.ADMIN),
        ("ben", "vic", Role.EDITOR),
        ("vic", "vic", Role.OWNER),
    ],
)
def test_roles_that_may_not_be_given(by: str, whom: str, role: Role) -> None:
    cast = people.cast()
    member = getattr(cast, whom)

    with pytest.raises(NotAllowed):
        change_role(by=getattr(cast, by), membership=member, role=role)

    before = member.role
    member.refresh_from_db()
    assert member.role == before


def test_the_last_owner_stays_owner() -> None:
    cast = people.cast()

    with pytest.raises(LastOwner, match="Make somebody else an owner first"):
        change_role(by=cast.ada, membership=cast.ada, role=Role.ADMIN)
    with pytest.raises(LastOwner):
        remove_member(by=cast.ada, membership=cast.ada)


def test_a_right_lost_meanwhile_is_lost() -> None:
    """The acting member is read anew: a page opened as admin does not keep the admin's rights."""
    cast = people.cast()
    opened = Membership.objects.get(pk=cast.adam.pk)
    change_role(by=cast.ada, membership=cast.adam, role=Role.VIEWER)

    with pytest.raises(NotAllowed):
        change_role(by=opened, membership=cast.ben, role=Role.VIEWER)


def test_nobody_acts_across_organisations() -> None:
    cast = people.cast()
    other = create_organisation(name="Other", slug="other", time_zone="UTC", owner=people.person("Oscar"))
    elsewhere = people.join(other, people.person("Eve"), Role.VIEWER)

    with pytest.raises(NotAllowed):
        remove_member(by=cast.ada, membership=elsewhere)


def test_tokens_die_with_the_membership() -> None:
    cast = people.cast()
    create_api_token(membership=cast.ben, name="script", scopes=["okrs:read"], days=1)

    remove_member(by=cast.adam, membership=cast.ben)

    assert not ApiToken.objects.exists()


def test_everybody_may_leave() -> None:
    cast = people.cast()

    remove_member(by=cast.vic, membership=cast.vic)

    assert not Membership.objects.filter(pk=cast.vic.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leaves", [False, True])
def test_two_owners_cannot_both_go_at_once(leaves: bool) -> None:
    cast = people.cast()
    adam = change_role(by=cast.ada, membership=cast.adam, role=Role.OWNER)

    def go(member: Membership) -> object:
        if leaves:
            return remove_member(by=member, membership=member)
        return change_role(by=member, membership=member, role=Role.EDITOR)

    results = at_once(lambda: go(cast.ada), lambda: go(adam))

    assert sum(isinstance(result, LastOwner) for result in results) == 1
    assert Membership.objects.filter(organisation=cast.organisation, role=Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_owners_cannot_unmake_each_other_at_once() -> None:
    cast = people.cast()
    adam = change_role(by=cast.ada, membership=cast.adam, role=Role.OWNER)

    results = at_once(
        lambda: change_role(by=cast.ada, membership=adam, role=Role.VIEWER),
        lambda: change_role(by=adam, membership=cast.ada, role=Role.VIEWER),
    )

    assert sum(isinstance(result, Exception) for result in results) == 1
    assert Membership.objects.filter(organisation=cast.organisation, role=Role.OWNER).count() == 1
