"""What a value stream tells the apps above it."""

from django.dispatch import Signal

mapping_changed = Signal()
"""Sent inside the transaction of the change, with `value_stream`: it reads statuses differently now.

`states_changed` is False when only the order of stages or the owner of a wait changed, which moves no rollup.
"""
