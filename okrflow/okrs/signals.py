"""What OKRs tell the apps above them. A receiver only queues a task."""

from django.dispatch import Signal

okrs_changed = Signal()
"""Sent after the commit of a change of cycles, objectives, key results or check-ins, with `organisation_id` and the
`value_stream_id` whose they are (None: the organisation's)."""

publishing = Signal()
"""Sent inside the transaction, before an objective is published, and before a published one is saved with changes, with
`objective` (unsaved fields and all), its `key_results` in order, `rights` of the writer, `now`, and `first`: whether it is
just being published. A receiver may raise `okrflow.okrs.services.NotReady` with what stands in the way."""
