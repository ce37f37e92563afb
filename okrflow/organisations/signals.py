"""What an organisation tells the apps above it."""

from django.dispatch import Signal

time_zone_changed = Signal()
"""Sent inside the transaction of the change, with `organisation`: its days begin at other instants now."""

calendar_changed = Signal()
"""Sent inside the transaction of the change, with `organisation`: its working time runs otherwise now, or its durations
are read on another clock."""

member_changing = Signal()
"""Sent inside the transaction, before the change, with `membership` and the new `role` (None: leaves the organisation).

A receiver may raise `okrflow.web.refusals.Refused`, and takes away what the person holds above (their streams).
"""
