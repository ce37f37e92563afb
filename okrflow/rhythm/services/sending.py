"""Sending planned mails: each once, whichever worker dies.

A mail is handed over and marked as ended in one transaction that locks its row. A worker that dies before the commit
leaves the row as it was, without its lock, so another one sends the mail; one that comes at the same time passes by.
What is left is the moment between the mail server's "accepted" and the commit: a mail sent again after it carries the
same Message-ID, by which mail programs know it as the same.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from celery import current_app
from django.db import transaction
from django.db.models import F

from okrflow.rhythm.mails.messages import message_of
from okrflow.rhythm.models import Outcome, Sending

SEND_TASK: Final = "okrflow.rhythm.tasks.send"
logger = logging.getLogger(__name__)


def wake(pks: Iterable[int]) -> None:
    """Queue their sending, on commit. A lost message is made up for at the next look."""
    for pk in pks:
        transaction.on_commit(lambda pk=pk: current_app.send_task(SEND_TASK, [pk]), robust=True)  # type: ignore[misc]


def send(*, pk: int, now: datetime) -> bool:
    """Send one planned mail if nobody else does or did; whether one was sent.

    A failure is noted and leaves it planned: it is tried again later.
    """
    try:
        return _send(pk, now)
    except Exception:
        Sending.objects.filter(pk=pk, outcome="").update(tries=F("tries") + 1, tried_at=now)
        logger.exception("A mail could not be sent; it is tried again")
        return False


@transaction.atomic
def _send(pk: int, now: datetime) -> bool:
    mine = Sending.objects.to_do(now=now).filter(pk=pk)
    found = mine.select_for_update(of=("self",), skip_locked=True).first()
    if found is None:
        return False
    message = message_of(found, now=now)
    found.end(Outcome.NOTHING if message is None else Outcome.SENT, now=now)
    if message is not None:
        message.send()
    return message is not None
