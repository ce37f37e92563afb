"""What OKRs tell the apps above them. A receiver only queues a task."""

from django.dispatch import Signal

okrs_changed = Signal()
"""Sent after the commit of a change of cycles, objectives, key results or check-ins, with `organisation_id` and the
`value_stream_id` whose they are (None: the organisation's)."""
