"""What experiments tell the apps above them. A receiver only queues a task."""

from django.dispatch import Signal

experiments_changed = Signal()
"""Sent after the commit of a change, with `organisation_id` and `value_stream_id`."""
