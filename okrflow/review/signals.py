"""What the review tells and asks the rooms above it. A receiver of what it tells only queues a task."""

from typing import Final

from django.dispatch import Signal

findings_changed: Final = Signal()
"""Sent after the commit of a run that opened, closed or changed findings, and of waivers, with `organisation_id` and the
`value_stream_ids` concerned (None among them: the organisation's)."""

finding_opened: Final = Signal()
"""Sent after the commit for each finding that is open now and was not, with `organisation_id` and `finding_id`; not for
those of drafts and of team metrics, nor for those that another one is shown for."""

connected_wanted: Final = Signal()
"""Receivers take `organisation` and answer the primary keys of the value streams that a source sends events to."""
