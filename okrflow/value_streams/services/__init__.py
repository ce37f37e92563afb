"""Writing value streams, their people and their stages."""

from okrflow.value_streams.services.mapping import StageGiven, map_statuses
from okrflow.value_streams.services.people import (
    add_stream_member,
    appoint_lead,
    change_stream_role,
    remove_stream_member,
)
from okrflow.value_streams.services.streams import change_value_stream, create_value_stream

__all__ = [
    "StageGiven",
    "add_stream_member",
    "appoint_lead",
    "change_stream_role",
    "change_value_stream",
    "create_value_stream",
    "map_statuses",
    "remove_stream_member",
]
