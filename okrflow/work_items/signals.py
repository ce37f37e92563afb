"""What this room tells the ones above it. A receiver only queues a task."""

from django.dispatch import Signal

streams_refreshed = Signal()
"""Sent after the commit of a refresh, with `organisation_id` and the `value_stream_ids` whose figures changed."""
