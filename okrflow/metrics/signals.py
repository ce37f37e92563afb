"""What metrics tell the apps above them. A receiver only queues a task."""

from django.dispatch import Signal

measured = Signal()
"""Sent after the commit of a change of metrics or their values, with `organisation_id` and the `metric_ids`."""
