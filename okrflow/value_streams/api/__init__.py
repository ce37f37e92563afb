"""Value streams in the API."""

from okrflow.value_streams.api.streams import stream_named

__all__ = ["stream_named"]
