"""Who is asking, in which organisation: the one place that decides it, for pages and the API alike."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from okrflow.organisations.models import ApiToken, Membership, Organisation, Role, Scope


@dataclass(frozen=True, kw_only=True)
class Access:
    """A member in an organisation, perhaps through an API token, which narrows what they may do."""

    organisation: Organisation
    membership: Membership
    token: ApiToken | None = None

    @property
    def is_service(self) -> bool:
        """Through a token that belongs to nobody; its membership is not stored."""
        return self.token is not None and self.token.membership_id is None

    @property
    def user(self) -> Any:
        """The person, None for a service."""
        return None if self.is_service else self.membership.user

    @property
    def role(self) -> Role:
        return Role(self.membership.role)

    def at_least(self, role: Role) -> bool:
        return self.membership.at_least(role)

    def require(self, role: Role) -> None:
        """Raise PermissionDenied under a role."""
        if not self.at_least(role):
            raise PermissionDenied(
                f"This needs the role “{role.label}” or higher. Ask an owner of {self.organisation}."
            )

    def require_scope(self, scope: Scope) -> None:
        """Raise PermissionDenied if a token is used that lacks a scope. A browser's session has all."""
        if self.token is not None and scope not in self.token.scopes:
            raise PermissionDenied(f"The token lacks the scope “{scope.value}”.")


def enter(user: Any, slug: str, *, token: ApiToken | None = None) -> Access:
    """The person's access to the organisation of that slug. One query.

    Raises Http404 to everybody who is no member (also superusers) and to a token of another organisation, so that
    nobody learns which organisations exist.
    """
    if token is not None and token.membership_id is None:
        return _enter_as_service(slug, token)
    membership = (
        Membership.objects.select_related("organisation__calendar", "user")
        .filter(organisation__slug=slug, user_id=user.pk, user__is_active=True)
        .first()
    )
    if membership is None or (token is not None and token.membership_id != membership.pk):
        raise Http404("No such organisation, or you are not a member of it.")
    return Access(organisation=membership.organisation, membership=membership, token=token)


def _enter_as_service(slug: str, token: ApiToken) -> Access:
    """As an editor whom nobody is: the API lets it write measurements and work items only."""
    if token.organisation.slug != slug:
        raise Http404("No such organisation, or you are not a member of it.")
    membership = Membership(organisation=token.organisation, role=Role.EDITOR)
    return Access(organisation=token.organisation, membership=membership, token=token)
