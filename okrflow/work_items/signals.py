"""What this room tells the ones above it. A receiver only queues a task."""

from django.dispatch import Signal

streams_refreshed = Signal()
"""Sent after the commit of a refresh, with `organisation_id` and the `value_stream_ids` whose figures changed."""

items_sent = Signal()
"""Sent after the commit of a call through an API token that changed items, with the `organisation_id`, the `token_id` and
the slugs of the `value_streams` concerned."""
