"""What mails say, in both of their parts, and to whom."""

from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from okrflow.okrs.models import KeyResult
from okrflow.okrs.services import check_in
from okrflow.rhythm.mails.messages import message_of
from okrflow.rhythm.models import MailKind, Sending
from okrflow.rhythm.services.summaries import end_check_in
from okrflow.value_streams.models import StreamMembership
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july
from tests.metrics.northwind import Northwind, team_metric
from tests.okrs.given import cycle, published, raising, rights
from tests.rhythm.conftest import MONDAY


def to(nw: Northwind, name: str, kind: MailKind, **more: Any) -> Sending:
    return Sending.objects.create(
        organisation=nw.organisation,
        membership=nw.access(name).membership,
        kind=kind,
        period="x",
        planned_at=MONDAY,
        **more,
    )


def mailed(sending: Sending) -> EmailMessage:
    """As it travels."""
    made = message_of(sending, now=MONDAY)
    assert made is not None
    found = message_from_bytes(made.message().as_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def parts(message: EmailMessage) -> tuple[str, str]:
    """The text and the HTML."""
    found = {part.get_content_type(): part for part in message.walk()}
    return found["text/plain"].get_content(), found["text/html"].get_content()


@pytest.fixture
def slow(nw: Northwind) -> None:
    """Policy, where items wait for long."""
    for day in range(1, 13):
        make.item(
            nw.policy,
            f"P-{day}",
            make.event(july(day, 1), "active"),
            make.event(july(day, 3), "waiting"),
            *([make.event(july(day + 6, 3), "done")] if day < 11 else []),
        )
    refresh_stream(nw.policy, now=MONDAY)


def test_a_reminder_says_what_waits_and_opens_its_form(nw: Northwind, more: KeyResult) -> None:
    message = mailed(to(nw, "mia", MailKind.REMINDER))
    text, html = parts(message)

    assert message["To"] == "mia@northwind.example"
    assert message["Subject"] == "Check in on “More of it”"
    for part in (text, html):
        assert "Hello Mia" in part and "More of it" in part
        assert "Customers trust us: nothing heard for 19 days" in part
        assert "http://localhost:8000/check-in/" in part or "http://localhost/check-in/" in part


def test_one_click_leads_out(nw: Northwind, more: KeyResult) -> None:
    message = mailed(to(nw, "mia", MailKind.REMINDER))
    text, html = parts(message)

    address = message["List-Unsubscribe"].strip(" <>")
    assert "/unsubscribe/" in address and address in text and address in html
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_nothing_in_it_is_loaded_from_anywhere(nw: Northwind, more: KeyResult, slow: None) -> None:
    _, html = parts(mailed(to(nw, "mia", MailKind.DIGEST)))

    assert "<script" not in html and "<link" not in html and "url(" not in html
    assert "<img" in html and 'src="http' not in html


def test_what_people_write_is_neither_markup_nor_a_header(nw: Northwind, more: KeyResult) -> None:
    evil = "<b>x</b>\r\nBcc: olga@contoso.example"
    KeyResult.objects.filter(pk=more.pk).update(title=evil)

    message = mailed(to(nw, "mia", MailKind.REMINDER))

    assert message["Bcc"] is None
    assert message["Subject"].strip() == "Check in on “<b>x</b> Bcc: olga@contoso.example”"
    assert "<b>x" not in parts(message)[1] and "&lt;b&gt;x" in parts(message)[1]
    assert "<b>x" in parts(message)[0]


def test_who_has_checked_in_meanwhile_gets_no_reminder(nw: Northwind, more: KeyResult) -> None:
    planned = to(nw, "mia", MailKind.REMINDER)
    check_in(rights=rights(nw, "mia"), key_result=more, value=Decimal(24), now=july(20, 8))

    assert message_of(planned, now=MONDAY) is None


def test_the_digest_says_where_flow_stops_and_what_waits(nw: Northwind, more: KeyResult, slow: None) -> None:
    message = mailed(to(nw, "mia", MailKind.DIGEST))
    text, html = parts(message)

    assert message["Subject"] == "Northwind this week: waiting holds up Policy"
    for part in (text, html):
        assert "of flow time in Policy" in part
        assert "Customers trust us" in part and "More of it" in part
        assert "nothing heard for 19 days" in part
        assert "/o/northwind/inbox/" in part and "/o/northwind/notifications/" in part


def test_its_charts_are_inside_with_words_for_who_does_not_see_them(
    nw: Northwind, more: KeyResult, slow: None
) -> None:
    message = mailed(to(nw, "mia", MailKind.DIGEST))
    html = parts(message)[1]

    assert message.get_content_type() == "multipart/related"
    (image,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert image["Content-ID"] == "<stages-policy>" and image["Content-Disposition"].startswith("inline")
    assert image.get_content().startswith(b"\x89PNG")
    assert 'src="cid:stages-policy"' in html
    assert "Policy, " in html.partition('alt="')[2].partition('"')[0]


def test_there_is_no_digest_about_nothing(nw: Northwind) -> None:
    assert message_of(to(nw, "ada", MailKind.DIGEST), now=MONDAY) is None


def test_a_digest_tells_a_team_metric_to_its_team_only(nw: Northwind) -> None:
    own = raising(team_metric(nw.policy), title="Deploy daily")
    published(nw, cycle(nw), own, title="Calm work")

    for name, told in (("mia", True), ("ada", False), ("lin", False)):
        message = message_of(to(nw, name, MailKind.DIGEST), now=MONDAY)
        if message is None:
            assert name == "lin", "Platform has no objectives"
            continue
        for part in parts(message_from_bytes(message.message().as_bytes(), policy=policy.default)):  # type: ignore[arg-type]
            assert ("Deploy daily" in part, "Deployments" in part) == (told, False)
            assert ("One measure of the team's own" in part.replace("&#x27;", "'")) is not told


def test_days_are_the_readers_own(nw: Northwind, more: KeyResult) -> None:
    check_in(rights=rights(nw, "mia"), key_result=more, note="Late", now=july(19, 23))
    summary = end_check_in(rights=rights(nw, "mia"), value_stream=nw.policy, now=july(19, 23))
    nw.mia.time_zone = "Asia/Tokyo"
    nw.mia.save()

    assert "20 Jul 2026" in parts(mailed(sent(summary, "Mia")))[0].replace("\u00a0", " ")
    assert "19 Jul 2026" in parts(mailed(sent(summary, "Ben")))[0].replace("\u00a0", " ")


def sent(summary: Any, name: str) -> Sending:
    """A Sunday is quiet, so none was planned; it says the same as on a weekday."""
    member = summary.organisation.memberships.get(user__name=name)
    return Sending.objects.create(
        organisation=summary.organisation,
        membership=member,
        kind=MailKind.SUMMARY,
        period=str(summary.uuid),
        summary=summary,
        planned_at=MONDAY,
    )


def test_a_summary_says_who_said_what_and_what_moved(nw: Northwind, more: KeyResult) -> None:
    for value, day in (("22", 13), ("24.5", 20)):
        check_in(
            rights=rights(nw, "mia"),
            key_result=more,
            value=Decimal(value),
            confidence=day - 13,
            note=f"Survey of {day} July",
            now=july(day, 8),
        )
    end_check_in(rights=rights(nw, "ben"), value_stream=nw.policy, now=MONDAY)

    people = Sending.objects.filter(kind=MailKind.SUMMARY).order_by("pk")
    assert [each.membership.user.name for each in people] == ["Ben", "Mia", "Vic"]
    message = mailed(people[0])
    assert message["Subject"] == "Policy checked in: 1 key result"
    for part in parts(message):
        plain = part.replace("\u00a0", " ")
        assert "24.5 points, before 20.0 points" in plain or "24.5 points, before 22.0 points" in plain
        assert "Confidence 7 of 10" in plain
        assert "Mia: Survey of" in plain


def test_who_left_the_stream_gets_no_summary(nw: Northwind, more: KeyResult) -> None:
    check_in(rights=rights(nw, "mia"), key_result=more, note="Fine", now=july(20, 8))
    end_check_in(rights=rights(nw, "ben"), value_stream=nw.policy, now=MONDAY)
    StreamMembership.objects.filter(user=nw.mia).delete()

    planned = Sending.objects.get(membership__user=nw.mia)

    assert message_of(planned, now=MONDAY) is None
