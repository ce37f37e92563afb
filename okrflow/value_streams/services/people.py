"""Who belongs to a stream: made by its leads, not from above (ownership, rules 1 to 6)."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from okrflow.accounts.models import User
from okrflow.organisations.models import Membership, Organisation, Role
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.models import MembershipRequest, StreamMembership, StreamRole, ValueStream
from okrflow.value_streams.services.mails import mail_about
from okrflow.web.refusals import Refused


class NotTheirs(Refused):
    """The acting person may not change the people of this stream, or not like that."""


class LastLead(Refused):
    """The stream would be left without a lead."""


def leads_of(value_stream: ValueStream) -> list[StreamMembership]:
    """The leads who can act as such. One query."""
    leads = StreamMembership.objects.filter(value_stream=value_stream).acting_leads()
    return list(leads.select_related("user").order_by("user__name", "pk"))


@transaction.atomic
def add_stream_member(
    *, by: StreamAccess, user: User, role: StreamRole = StreamRole.MEMBER
) -> StreamMembership:
    """A lead adds a member of the organisation; the lead's name stays as the confirmation (rule 2)."""
    stream = locked(by.value_stream)
    require_lead(by)
    if role == StreamRole.LEAD:
        require_may_lead(stream.organisation, user)
    else:
        require_member(stream.organisation, user)
    membership, made = StreamMembership.objects.get_or_create(
        value_stream=stream, user=user, defaults={"role": role, "confirmed_by": by.access.user}
    )
    if not made:
        raise NotTheirs(f"{user} belongs to {stream} already.")
    return membership


@transaction.atomic
def confirm_stream_member(*, by: StreamAccess, membership: StreamMembership) -> StreamMembership:
    """A lead says of another person, who founded the stream or was appointed, that they belong to it (rule 2)."""
    stream = locked(by.value_stream)
    require_lead(by)
    member = _stored(stream, membership)
    if member.user_id == by.access.user.pk:
        raise NotTheirs("Another lead confirms that you belong to it, never you yourself.")
    member.confirmed_by = by.access.user
    member.save(update_fields=["confirmed_by", "updated_at"])
    return member


@transaction.atomic
def change_stream_role(
    *, by: StreamAccess, membership: StreamMembership, role: StreamRole
) -> StreamMembership:
    """A lead makes a member a lead, or a lead a member; the last lead stays one."""
    stream = locked(by.value_stream)
    require_lead(by)
    member = _stored(stream, membership)
    if role == StreamRole.LEAD:
        require_may_lead(stream.organisation, member.user)
    else:
        _require_other_lead(stream, member)
    member.role = role
    member.save(update_fields=["role", "updated_at"])
    return member


@transaction.atomic
def remove_stream_member(*, by: StreamAccess, membership: StreamMembership) -> None:
    """A lead removes somebody, or a person leaves; the last lead can't."""
    stream = locked(by.value_stream)
    member = _stored(stream, membership)
    if member.user_id != by.access.user.pk:
        require_lead(by)
    _require_other_lead(stream, member)
    member.delete()


@transaction.atomic
def appoint_lead(*, by: StreamAccess, user: User) -> StreamMembership:
    """An administrator appoints a lead while there is none; all members get a mail (rule 3)."""
    stream = locked(by.value_stream)
    if not by.access.at_least(Role.ADMIN):
        raise NotTheirs("A lead is appointed by administrators of the organisation.")
    if leads_of(stream):
        raise NotTheirs(f"{stream} has a lead, who says who else leads it.")
    require_may_lead(stream.organisation, user)
    membership, _ = StreamMembership.objects.update_or_create(
        value_stream=stream, user=user, defaults={"role": StreamRole.LEAD, "appointed_by": by.access.user}
    )
    mail_about(
        stream,
        to=stream.members.filter(is_active=True).order_by("pk"),
        subject=f"{stream} has a lead: {user}",
        template="lead_appointed.txt",
        lead=user,
        by=by.access.user,
    )
    return membership


def leave_streams(sender: Any, *, membership: Membership, role: Role | None, **kwargs: Any) -> None:
    """Receiver of `member_changing`: who leaves the organisation leaves its streams; nobody leaves one without a lead."""
    if role is not None and role.rank >= Role.EDITOR.rank:
        return
    held = StreamMembership.objects.filter(
        user_id=membership.user_id, value_stream__organisation_id=membership.organisation_id
    ).select_related("value_stream", "user")
    for stream_membership in held.order_by("value_stream_id"):
        _require_other_lead(locked(stream_membership.value_stream), stream_membership)
    if role is None:
        held.delete()
        requests = MembershipRequest.objects.for_organisation(membership.organisation).open()
        requests.filter(user_id=membership.user_id).update(decided_at=timezone.now())


def keep_a_lead(sender: Any, *, user: User, **kwargs: Any) -> None:
    """Receiver of `deactivating`: no stream is left without a lead who can act as such (rule 6). Raises LastLead."""
    led = StreamMembership.objects.filter(user=user, role=StreamRole.LEAD).select_related(
        "value_stream", "user"
    )
    for membership in led.order_by("value_stream_id"):
        _require_other_lead(locked(membership.value_stream), membership)


def require_member(organisation: Organisation, user: User) -> None:
    """Raise NotTheirs unless the person is a member of the organisation."""
    if not Membership.objects.for_organisation(organisation).filter(user=user).exists():
        raise NotTheirs(f"{user} is no member of {organisation}. Invite them first.")


def require_may_lead(organisation: Organisation, user: User) -> None:
    """Raise NotTheirs unless the person is an active member of the organisation and at least editor."""
    membership = (
        Membership.objects.for_organisation(organisation).filter(user=user, user__is_active=True).first()
    )
    if membership is None:
        raise NotTheirs(f"{user} is no member of {organisation}. Invite them first.")
    if not membership.at_least(Role.EDITOR):
        raise NotTheirs(f"{user} is a viewer of {organisation}. A lead is at least editor.")


def locked(value_stream: ValueStream) -> ValueStream:
    """The stream, locked: its people are changed one after another."""
    return (
        ValueStream.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organisation")
        .get(pk=value_stream.pk)
    )


def _stored(stream: ValueStream, membership: StreamMembership) -> StreamMembership:
    stored = (
        StreamMembership.objects.select_related("user").filter(value_stream=stream, pk=membership.pk).first()
    )
    if stored is None:
        raise NotTheirs(f"This person does not belong to {stream} any more.")
    return stored


def require_lead(by: StreamAccess) -> None:
    """Looks again, under the lock: the right may be gone since the page was opened."""
    if by.access.user.pk not in {lead.user_id for lead in leads_of(by.value_stream)}:
        raise NotTheirs(f"The people of {by.value_stream} are chosen by its leads.")


def _require_other_lead(stream: ValueStream, member: StreamMembership) -> None:
    """A closed stream needs no lead."""
    if not stream.is_closed and {lead.pk for lead in leads_of(stream)} == {member.pk}:
        raise LastLead(f"{member.user} is the last lead of {stream}. Make somebody else a lead first.")
