"""Background work of the rhythm."""

from celery import shared_task
from django.utils import timezone

from okrflow.rhythm.services.planning import plan_mails
from okrflow.rhythm.services.sending import send as send_mail


@shared_task
def find_due_mails() -> None:
    """Every ten minutes: plan the mails of this morning, and wake those that were not sent yet."""
    plan_mails(now=timezone.now())


@shared_task
def send(pk: int) -> None:
    """Send one planned mail; a repeated message does nothing."""
    send_mail(pk=pk, now=timezone.now())
