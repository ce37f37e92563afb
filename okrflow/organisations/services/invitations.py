"""Bringing people in: a mailed link for one address, good once."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from okrflow.accounts.addresses import owns_address
from okrflow.accounts.models import User
from okrflow.organisations.models import Invitation, Membership, Role
from okrflow.web.refusals import Refused

GOOD_FOR = timedelta(days=14)


class CannotInvite(Refused):
    """This member may not invite this address, or not with this role."""


class Unusable(Refused):
    """The link is used, withdrawn, too old, or meant for somebody else; who asks is not told which."""

    def __init__(self) -> None:
        super().__init__(
            "This invitation can't be used: it was used already, withdrawn, is older than 14 days, or was sent to "
            "another address than yours. Ask whoever invited you for a new one."
        )


def invite(*, by: Membership, email: str, role: Role) -> tuple[Invitation, str]:
    """Invites an address and mails the link; gives back the token, which is stored as a hash only.

    An earlier open invitation of the address dies. Raises CannotInvite.
    """
    email, token = email.strip().lower(), secrets.token_urlsafe(32)
    with transaction.atomic():
        actor = (
            Membership.objects.select_for_update(no_key=True, of=("self",))
            .select_related("organisation")
            .get(pk=by.pk)
        )
        _require_may_invite(actor, role)
        if Membership.objects.for_organisation(actor.organisation).filter(user__email__iexact=email).exists():
            raise CannotInvite("This person is a member already. Change the role on the page of members.")
        # one at a time per organisation, so that two invitations of one address don't meet
        type(actor.organisation).objects.select_for_update(no_key=True).get(pk=actor.organisation_id)
        Invitation.objects.for_organisation(actor.organisation).filter(
            email__iexact=email, accepted_at=None, withdrawn_at=None
        ).update(withdrawn_at=timezone.now())
        invitation = Invitation.objects.create(
            organisation=actor.organisation,
            email=email,
            role=role,
            token_hash=_hash(token),
            invited_by=actor.user,
            expires_at=timezone.now() + GOOD_FOR,
        )
        transaction.on_commit(lambda: _mail(invitation, token), robust=True)
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, by: Membership, invitation: Invitation) -> None:
    """Makes the link worthless. One that was accepted meanwhile stays accepted: CannotInvite is raised."""
    if by.organisation_id != invitation.organisation_id or not by.at_least(Role.ADMIN):
        raise CannotInvite("Invitations are managed by administrators and owners of the organisation.")
    done = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    if not done:
        raise CannotInvite("This invitation is no longer open.")


def invitation_for(*, token: str, user: User, now: datetime) -> Invitation:
    """The open invitation of that link, if it was sent to a verified address of this person. Raises Unusable."""
    invitation = (
        Invitation.objects.open(now=now)
        .select_related("organisation", "invited_by")
        .filter(token_hash=_hash(token))
        .first()
    )
    if invitation is None or not owns_address(user, invitation.email) or not _still_backed(invitation):
        raise Unusable
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, user: User, now: datetime) -> Membership:
    """Makes the person a member; a second acceptance, even at the same instant, is Unusable.

    Who is a member already keeps their role.
    """
    invitation = invitation_for(token=token, user=user, now=now)
    if not Invitation.objects.open(now=now).filter(pk=invitation.pk).update(accepted_at=now):
        raise Unusable
    membership, _ = Membership.objects.get_or_create(
        organisation=invitation.organisation, user=user, defaults={"role": invitation.role}
    )
    return membership


def _require_may_invite(actor: Membership, role: Role) -> None:
    if not actor.at_least(Role.ADMIN):
        raise CannotInvite("Invitations are sent by administrators and owners of the organisation.")
    if not actor.at_least(role):
        raise CannotInvite("Nobody can invite to a role above their own. Ask an owner.")


def _still_backed(invitation: Invitation) -> bool:
    """Whether whoever invited could still give that role: an invitation does not outlive its inviter's rights."""
    if invitation.invited_by_id is None:
        return False
    inviter = Membership.objects.filter(
        organisation_id=invitation.organisation_id, user_id=invitation.invited_by_id, user__is_active=True
    ).first()
    return inviter is not None and inviter.at_least(Role.ADMIN) and inviter.at_least(Role(invitation.role))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _mail(invitation: Invitation, token: str) -> None:
    context = {
        "invitation": invitation,
        "role": Role(invitation.role).label,
        "link": f"{settings.PUBLIC_URL}/invitations/{token}/",
        "days": GOOD_FOR.days,
    }
    name = " ".join(invitation.organisation.name.split())
    body = render_to_string("organisations/mail/invitation.txt", context)
    send_mail(f"You are invited to {name} on okrflow", body, None, [invitation.email])
