"""Telling the apps above, once a change is committed."""

from django.db import transaction

from okrflow.okrs.models import Objective
from okrflow.okrs.signals import okrs_changed


def tell(organisation_id: int, value_stream_id: int | None) -> None:
    def send() -> None:
        okrs_changed.send(sender=Objective, organisation_id=organisation_id, value_stream_id=value_stream_id)

    transaction.on_commit(send)
