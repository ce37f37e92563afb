"""What people's accounts tell the apps above them."""

from django.dispatch import Signal

deactivating = Signal()
"""Sent inside the transaction, before a person can no longer sign in, with `user`.

A receiver may raise `okrflow.web.refusals.Refused` where somebody else has to take their place first.
"""
