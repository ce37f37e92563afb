"""Who belongs to a stream (ownership, rules 1 to 6)."""

import pytest
from django.core import mail

from okrflow.organisations.access import Access
from okrflow.organisations.models import Membership, Role
from okrflow.organisations.services import change_role, remove_member
from okrflow.value_streams.access import StreamAccess, rights_in
from okrflow.value_streams.models import StreamMembership, StreamRole, ValueStream
from okrflow.value_streams.services import (
    add_stream_member,
    appoint_lead,
    change_stream_role,
    create_value_stream,
    remove_stream_member,
)
from okrflow.value_streams.services.people import LastLead, NotTheirs
from tests import people
from tests.races import at_once

pytestmark = pytest.mark.django_db


def rights(membership: Membership, stream: ValueStream) -> StreamAccess:
    return rights_in(Access(organisation=membership.organisation, membership=membership), stream)


def policy(cast: people.Cast, *, lead: Membership | None = None) -> ValueStream:
    return create_value_stream(
        organisation=cast.organisation, name="Policy", slug="policy", lead=lead.user if lead else None
    )


def of(membership: Membership) -> StreamMembership:
    return StreamMembership.objects.get(user=membership.user)


def test_a_lead_adds_members_and_stands_for_it() -> None:
    cast = people.cast()
    stream = policy(cast, lead=cast.ben)

    added = add_stream_member(by=rights(cast.ben, stream), user=cast.adam.user)

    assert (added.role, added.confirmed_by) == (StreamRole.MEMBER, cast.ben.user)


@pytest.mark.parametrize("who", ["ada", "adam", "vic"])
def test_nobody_else_adds_members_not_even_an_owner(who: str) -> None:
    cast = people.cast()
    stream, member = policy(cast, lead=cast.ben), getattr(cast, who)

    with pytest.raises(NotTheirs):
        add_stream_member(by=rights(member, stream), user=member.user)

    assert StreamMembership.objects.count() == 1


def test_only_members_of_the_organisation_belong_to_a_stream() -> None:
    cast = people.cast()
    stream = policy(cast, lead=cast.ben)

    with pytest.raises(NotTheirs, match="Invite them first"):
        add_stream_member(by=rights(cast.ben, stream), user=cast.olga)


def test_a_viewer_may_belong_but_not_lead() -> None:
    cast = people.cast()
    stream = policy(cast, lead=cast.ben)
    add_stream_member(by=rights(cast.ben, stream), user=cast.vic.user)

    with pytest.raises(NotTheirs, match="at least editor"):
        change_stream_role(by=rights(cast.ben, stream), membership=of(cast.vic), role=StreamRole.LEAD)


def test_nobody_is_added_twice() -> None:
    cast = people.cast()
    stream = policy(cast, lead=cast.ben)

    with pytest.raises(NotTheirs, match="already"):
        add_stream_member(by=rights(cast.ben, stream), user=cast.ben.user)


def test_an_administrator_appoints_a_lead_only_while_there_is_none(
    django_capture_on_commit_callbacks: object,
) -> None:
    cast = people.cast()
    stream = policy(cast)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        appoint_lead(by=rights(cast.adam, stream), user=cast.ben.user)

    assert [message.to for message in mail.outbox] == [["ben@example.com"]]
    with pytest.raises(NotTheirs, match="has a lead"):
        appoint_lead(by=rights(cast.adam, stream), user=cast.adam.user)


def test_an_editor_appoints_nobody() -> None:
    cast = people.cast()
    stream = policy(cast)

    with pytest.raises(NotTheirs):
        appoint_lead(by=rights(cast.ben, stream), user=cast.ben.user)


def test_the_last_lead_stays() -> None:
    cast = people.cast()
    stream = policy(cast, lead=cast.ben)

    with pytest.raises(LastLead):
        remove_stream_member(by=rights(cast.ben, stream), membership=of(cast.ben))
    with pytest.raises(LastLead):
        change_stream_role(by=rights(cast.ben, stream), membership=of(cast.ben), role=StreamRole.MEMBER)


def test_the_last_lead_stays_in_the_organisation_too() -> None:
    cast = people.cast()
    policy(cast, lead=cast.ben)

    with pytest.raises(LastLead):
        remove_member(by=cast.ada, membership=cast.ben)
    with pytest.raises(LastLead):
        change_role(by=cast.ada, membership=cast.ben, role=Role.VIEWER)

    assert Membership.objects.get(pk=cast.ben.pk).role == Role.EDITOR


def test_who_leaves_the_organisation_leaves_its_streams() -> None:
    cast = people.cast()
    stream = policy(cast, lead=cast.ben)
    add_stream_member(by=rights(cast.ben, stream), user=cast.vic.user)

    remove_member(by=cast.ada, membership=cast.vic)

    assert not StreamMembership.objects.filter(user=cast.vic.user).exists()


def test_a_deactivated_lead_is_none() -> None:
    """Rule 6: when it was forced, the stream has no lead and an administrator may appoint one."""
    cast = people.cast()
    stream = policy(cast, lead=cast.ben)
    cast.ben.user.is_active = False
    cast.ben.user.save()

    assert appoint_lead(by=rights(cast.ada, stream), user=cast.adam.user).role == StreamRole.LEAD


def test_a_lead_of_one_stream_is_none_of_another() -> None:
    cast = people.cast()
    policy(cast, lead=cast.ben)
    claims = create_value_stream(
        organisation=cast.organisation, name="Claims", slug="claims", lead=cast.adam.user
    )

    with pytest.raises(NotTheirs):
        add_stream_member(by=rights(cast.ben, claims), user=cast.ben.user)
    with pytest.raises(NotTheirs):
        remove_stream_member(by=rights(cast.ben, claims), membership=of(cast.adam))


@pytest.mark.django_db(transaction=True)
def test_two_leads_cannot_both_leave_at_once() -> None:
    cast = people.cast()
    stream = policy(cast, lead=cast.ben)
    add_stream_member(by=rights(cast.ben, stream), user=cast.adam.user, role=StreamRole.LEAD)

    results = at_once(
        lambda: remove_stream_member(by=rights(cast.ben, stream), membership=of(cast.ben)),
        lambda: remove_stream_member(by=rights(cast.adam, stream), membership=of(cast.adam)),
    )

    assert sum(isinstance(result, LastLead) for result in results) == 1
    assert StreamMembership.objects.filter(role=StreamRole.LEAD).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_both_appoint_at_once() -> None:
    cast = people.cast()
    stream = policy(cast)

    results = at_once(
        lambda: appoint_lead(by=rights(cast.ada, stream), user=cast.ben.user),
        lambda: appoint_lead(by=rights(cast.adam, stream), user=cast.adam.user),
    )

    assert sum(isinstance(result, NotTheirs) for result in results) == 1
    assert StreamMembership.objects.count() == 1
