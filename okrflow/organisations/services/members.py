"""Changing what members may do. There is always an owner, whoever acts at the same time."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from okrflow.accounts.models import User
from okrflow.organisations import signals
from okrflow.organisations.models import Membership, Role
from okrflow.web.refusals import Refused


class NotAllowed(Refused):
    """The acting member may not do that to this member."""


class LastOwner(Refused):
    """The organisation would be left without an owner."""


@transaction.atomic
def change_role(*, by: Membership, membership: Membership, role: Role) -> Membership:
    """Gives a member another role. Raises NotAllowed, LastOwner, or what the apps above refuse."""
    actor, member = _locked(by, membership)
    if Role(member.role) == role:
        return member
    _require_rank(actor, member, role)
    _require_other_owner(member)
    signals.member_changing.send(sender=Membership, membership=member, role=role)
    member.role = role
    member.save(update_fields=["role", "updated_at"])
    return member


@transaction.atomic
def remove_member(*, by: Membership, membership: Membership) -> None:
    """Takes a member out of the organisation, with their API tokens; everybody may leave by themselves."""
    actor, member = _locked(by, membership)
    if actor.pk != member.pk:
        _require_rank(actor, member, None)
    _require_other_owner(member)
    signals.member_changing.send(sender=Membership, membership=member, role=None)
    member.delete()


def keep_an_owner(sender: Any, *, user: User, **kwargs: Any) -> None:
    """Receiver of `deactivating`: no organisation is left without an owner who can sign in. Raises LastOwner."""
    owned = Membership.objects.filter(user=user, role=Role.OWNER).select_related("organisation", "user")
    for membership in owned.order_by("organisation_id"):
        _require_other_owner(membership)


def _locked(by: Membership, membership: Membership) -> tuple[Membership, Membership]:
    """Both memberships as they are now, locked with the owners', all rows in the same order everywhere."""
    rows = {
        row.pk: row
        for row in Membership.objects.for_organisation(by.organisation)
        .select_for_update(of=("self",))
        .select_related("user", "organisation")
        .filter(Q(role=Role.OWNER) | Q(pk__in=[by.pk, membership.pk]))
        .order_by("pk")
    }
    if by.pk not in rows or membership.pk not in rows:
        raise NotAllowed("You or this person are no member of the organisation any more.")
    return rows[by.pk], rows[membership.pk]


def _require_rank(actor: Membership, member: Membership, role: Role | None) -> None:
    if not actor.at_least(Role.ADMIN):
        raise NotAllowed("Members are managed by administrators and owners of the organisation.")
    if not actor.at_least(Role.OWNER) and Role.OWNER in {member.role, role}:
        raise NotAllowed("Only an owner makes or unmakes owners. Ask one of them.")


def _require_other_owner(member: Membership) -> None:
    """There stays an owner who can sign in. Raises LastOwner."""
    owners = Membership.objects.for_organisation(member.organisation).filter(
        role=Role.OWNER, user__is_active=True
    )
    locked = owners.select_for_update(of=("self",)).order_by("pk")
    if set(locked.values_list("pk", flat=True)) == {member.pk}:
        raise LastOwner(
            f"{member.user} is the last owner of {member.organisation}. Make somebody else an owner first."
        )
