"""Gives back what a killed worker had in hand, before the only worker there is begins.

The broker would wait for the visibility timeout, longer than any task may run, since another worker might still
be at it. The launcher knows that none is: its worker includes this module (`celery worker --include`).
"""

from typing import Any

from celery.signals import celeryd_after_setup


@celeryd_after_setup.connect  # type: ignore[untyped-decorator]
def restore_unacknowledged(instance: Any, **_: object) -> None:
    """Put every message that was handed out and never acknowledged back into its queue."""
    with instance.app.connection_for_write() as connection:
        channel = connection.default_channel
        channel.visibility_timeout = 0
        channel.qos.restore_visible(num=-1, interval=1)
