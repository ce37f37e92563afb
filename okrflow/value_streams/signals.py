"""What a value stream tells the apps above it."""

from django.dispatch import Signal

mapping_changed = Signal()
"""Sent inside the transaction of the change, with `value_stream`: it reads statuses differently now.

`states_changed` is False when only the order of stages or the owner of a wait changed, which moves no rollup.
"""

stream_closing = Signal()
"""Sent inside the transaction, before a stream is closed, with `value_stream`, `items_to` (the stream that takes its open
items over, None: they leave every stream), `by` (who closes it) and `now`. Receivers end what is open in it."""

stream_opened = Signal()
"""Sent inside the transaction, with `value_stream`: it was closed and is at work again."""
