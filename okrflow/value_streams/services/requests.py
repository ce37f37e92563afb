"""Asking to belong to a stream, and being invited to it: a lead decides (ownership, rule 3)."""

from datetime import datetime

from django.db import transaction

from okrflow.accounts.models import User
from okrflow.organisations.models import Role
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.models import MembershipRequest, StreamMembership, StreamRole
from okrflow.value_streams.services.people import (
    NotTheirs,
    add_stream_member,
    locked,
    require_lead,
    require_member,
)


@transaction.atomic
def request_membership(*, by: StreamAccess, user: User, note: str = "") -> MembershipRequest:
    """A person asks for themselves, or an administrator invites somebody; nothing changes until a lead accepts.

    Raises NotTheirs.
    """
    stream = locked(by.value_stream)
    if user.pk != by.access.user.pk and not by.access.at_least(Role.ADMIN):
        raise NotTheirs("You ask for yourself; others are invited by administrators, or added by a lead.")
    if stream.is_closed:
        raise NotTheirs(f"{stream} is closed.")
    require_member(stream.organisation, user)
    if StreamMembership.objects.filter(value_stream=stream, user=user).exists():
        raise NotTheirs(f"{user} belongs to {stream} already.")
    if stream.membership_requests.open().filter(user=user).exists():
        raise NotTheirs(f"A request for {user} waits for a lead of {stream} already.")
    wanted = MembershipRequest(value_stream=stream, user=user, asked_by=by.access.user, note=note.strip())
    wanted.clean_fields(exclude=["value_stream", "user", "asked_by"])
    wanted.save()
    return wanted


@transaction.atomic
def decide_membership_request(
    *, by: StreamAccess, membership_request: MembershipRequest, accept: bool, now: datetime
) -> MembershipRequest:
    """A lead accepts, which makes the person a member, or declines. Raises NotTheirs, also the second time."""
    stream = locked(by.value_stream)
    require_lead(by)
    found = _open(by, membership_request)
    if stream.is_closed:
        raise NotTheirs(f"{stream} is closed.")
    if accept:
        add_stream_member(by=by, user=found.user, role=StreamRole.MEMBER)
    found.decided_at, found.decided_by, found.accepted = now, by.access.user, accept
    found.save(update_fields=["decided_at", "decided_by", "accepted", "updated_at"])
    return found


@transaction.atomic
def withdraw_membership_request(
    *, by: StreamAccess, membership_request: MembershipRequest, now: datetime
) -> MembershipRequest:
    """Whoever asked, or who was invited, takes it back. Raises NotTheirs."""
    locked(by.value_stream)
    found = _open(by, membership_request)
    if by.access.user.pk not in {found.user_id, found.asked_by_id}:
        raise NotTheirs("A request is withdrawn by the person whom it is about, or by whoever made it.")
    found.decided_at, found.decided_by = now, by.access.user
    found.save(update_fields=["decided_at", "decided_by", "updated_at"])
    return found


def _open(by: StreamAccess, wanted: MembershipRequest) -> MembershipRequest:
    """The request as it is under the stream's lock."""
    found = by.value_stream.membership_requests.open().select_related("user").filter(pk=wanted.pk).first()
    if found is None:
        raise NotTheirs("This request was decided or withdrawn already.")
    return found
