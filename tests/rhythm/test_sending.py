"""Each mail once, whichever worker dies at which step."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.core import mail
from django.db import connection

from okrflow.accounts.models import Mail
from okrflow.okrs.models import KeyResult
from okrflow.rhythm.mails import messages
from okrflow.rhythm.models import MailKind, Outcome, Sending
from okrflow.rhythm.querysets import GOOD_FOR, TRIED_AGAIN_AFTER
from okrflow.rhythm.services import sending as services
from okrflow.rhythm.services.planning import plan_mails
from okrflow.rhythm.services.sending import send
from tests.metrics.northwind import Northwind, metric, northwind
from tests.okrs.given import cycle, published, raising
from tests.races import at_once
from tests.rhythm.conftest import MONDAY


class Killed(BaseException):
    """As a worker ends that is killed: nothing of its own code runs any more."""


@pytest.fixture
def planned(nw: Northwind, more: KeyResult) -> Sending:
    """A reminder to Mia."""
    return plan(nw)


def plan(nw: Northwind) -> Sending:
    return Sending.objects.create(
        organisation=nw.organisation,
        membership=nw.access("mia").membership,
        kind=MailKind.REMINDER,
        period="2026-07-20",
        planned_at=MONDAY,
    )


def test_it_is_sent_once(planned: Sending) -> None:
    assert send(pk=planned.pk, now=MONDAY) is True
    assert send(pk=planned.pk, now=MONDAY) is False

    planned.refresh_from_db()
    assert (planned.outcome, planned.ended_at, len(mail.outbox)) == (Outcome.SENT, MONDAY, 1)


@pytest.mark.parametrize("step", ["while it is written", "on its way to the mail server"])
def test_a_worker_that_dies_in_between_is_followed_by_another(
    planned: Sending, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        if step == "while it is written":
            patched.setattr(services, "message_of", die)
        else:
            patched.setattr(messages.EmailMultiAlternatives, "send", die)
        with pytest.raises(Killed):
            send(pk=planned.pk, now=MONDAY)
    assert mail.outbox == []

    assert send(pk=planned.pk, now=MONDAY) is True
    assert len(mail.outbox) == 1


def test_in_the_mailbox_it_is_kept_once_even_if_the_worker_dies_after_it(
    planned: Sending, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "okrflow.accounts.mail.MailboxBackend"
    whole = messages.EmailMultiAlternatives.send

    def send_and_die(self: Any, *given: Any, **more: Any) -> None:
        whole(self, *given, **more)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(messages.EmailMultiAlternatives, "send", send_and_die)
        with pytest.raises(Killed):
            send(pk=planned.pk, now=MONDAY)

    send(pk=planned.pk, now=MONDAY)
    send(pk=planned.pk, now=MONDAY)
    assert Mail.objects.filter(to="mia@northwind.example").count() == 1


def test_sent_again_it_is_the_same_message(planned: Sending) -> None:
    first = messages.message_of(planned, now=MONDAY)
    again = messages.message_of(planned, now=MONDAY + timedelta(hours=1))

    assert first and again
    assert first.message()["Message-ID"] == again.message()["Message-ID"] == f"<{planned.uuid}@localhost>"


def test_a_mail_server_that_is_down_is_asked_again_later(
    planned: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(messages.EmailMultiAlternatives, "send", refuse)
        assert send(pk=planned.pk, now=MONDAY) is False

    planned.refresh_from_db()
    assert (planned.tries, planned.tried_at, planned.outcome) == (1, MONDAY, "")
    assert send(pk=planned.pk, now=MONDAY + timedelta(minutes=1)) is False
    assert send(pk=planned.pk, now=MONDAY + TRIED_AGAIN_AFTER) is True


def test_a_mail_of_yesterday_is_not_sent_any_more(planned: Sending) -> None:
    assert send(pk=planned.pk, now=MONDAY + GOOD_FOR) is False
    assert mail.outbox == []


def test_a_lost_message_is_made_up_for_by_the_next_look(
    planned: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr("okrflow.rhythm.services.planning.wake", woken.extend)

    plan_mails(now=MONDAY + timedelta(minutes=10))

    assert planned.pk in woken


@pytest.fixture
def committed(transactional_db: None) -> Sending:
    nw = northwind()
    published(nw, cycle(nw), raising(metric(nw.organisation), kept_by=nw.mia))
    return plan(nw)


def test_two_workers_at_once_send_it_once(committed: Sending) -> None:
    answers = at_once(lambda: send(pk=committed.pk, now=MONDAY), lambda: send(pk=committed.pk, now=MONDAY))

    assert sorted(answers) == [False, True]
    assert len(mail.outbox) == 1


def test_the_claim_of_a_dead_worker_goes_with_it(committed: Sending) -> None:
    given = connection.get_connection_params()
    given = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if name in given}
    with psycopg.connect(**given) as worker:
        worker.execute("SELECT 1 FROM rhythm_sending WHERE id = %s FOR UPDATE", [committed.pk])
        assert send(pk=committed.pk, now=MONDAY) is False
        worker.close()

        assert send(pk=committed.pk, now=MONDAY) is True
