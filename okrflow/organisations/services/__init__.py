"""Writing organisations and who belongs to them."""

from okrflow.organisations.services.api_tokens import create_api_token, revoke_api_token, token_hash
from okrflow.organisations.services.calendars import add_calendar_day, remove_calendar_day, set_calendar
from okrflow.organisations.services.invitations import accept_invitation, invite, withdraw_invitation
from okrflow.organisations.services.members import change_role, remove_member
from okrflow.organisations.services.organisations import change_organisation, create_organisation

__all__ = [
    "accept_invitation",
    "add_calendar_day",
    "change_organisation",
    "change_role",
    "create_api_token",
    "create_organisation",
    "invite",
    "remove_calendar_day",
    "remove_member",
    "revoke_api_token",
    "set_calendar",
    "token_hash",
    "withdraw_invitation",
]
