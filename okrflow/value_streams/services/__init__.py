"""Writing value streams, their people and their stages."""

from okrflow.value_streams.services.closing import close_value_stream, reopen_value_stream
from okrflow.value_streams.services.mapping import StageGiven, map_statuses
from okrflow.value_streams.services.people import (
    add_stream_member,
    appoint_lead,
    change_stream_role,
    confirm_stream_member,
    remove_stream_member,
)
from okrflow.value_streams.services.requests import (
    decide_membership_request,
    request_membership,
    withdraw_membership_request,
)
from okrflow.value_streams.services.streams import change_value_stream, create_value_stream

__all__ = [
    "StageGiven",
    "add_stream_member",
    "appoint_lead",
    "change_stream_role",
    "change_value_stream",
    "close_value_stream",
    "confirm_stream_member",
    "create_value_stream",
    "decide_membership_request",
    "map_statuses",
    "remove_stream_member",
    "reopen_value_stream",
    "request_membership",
    "withdraw_membership_request",
]
