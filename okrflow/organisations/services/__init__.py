"""Writing organisations and who belongs to them."""

from okrflow.organisations.services.api_tokens import create_api_token, revoke_api_token, token_hash
from okrflow.organisations.services.invitations import accept_invitation, invite, withdraw_invitation
from okrflow.organisations.services.members import change_role, remove_member
from okrflow.organisations.services.organisations import change_organisation, create_organisation

__all__ = [
    "accept_invitation",
    "change_organisation",
    "change_role",
    "create_api_token",
    "create_organisation",
    "invite",
    "remove_member",
    "revoke_api_token",
    "token_hash",
    "withdraw_invitation",
]
