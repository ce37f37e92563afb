"""Bringing what is derived from histories up to date."""

from okrflow.work_items.refresh.run import rebuild_stream, refresh_stream

__all__ = ["rebuild_stream", "refresh_stream"]
