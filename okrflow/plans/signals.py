"""What plans tell the apps above them."""

from typing import Final

from django.dispatch import Signal

committing: Final = Signal()
"""Sent inside the transaction, after an entry was written that commits the stream to more than before, with `plan_entry`
and `now`. A receiver may raise `okrflow.plans.services.NotAPlan` with what stands in the way."""
