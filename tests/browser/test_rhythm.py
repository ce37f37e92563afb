"""The weekly rhythm: a check-in from a mail, the weekly check-in by keyboard, and its summary in the mailbox."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import NARROWEST, Invite, words
from tests.real import Launcher

# Somebody asks for a check-in on Policy's NPS, and its keeper gets this morning's reminder
REMIND = """
from django.utils import timezone
from okrflow.okrs.models import CheckInRequest, KeyResult, ObjectiveState
from okrflow.organisations.models import Membership
from okrflow.rhythm.models import Sending
from okrflow.rhythm.services.sending import send
row = KeyResult.objects.filter(objective__value_stream__slug="policy", objective__state=ObjectiveState.PUBLISHED,
    metric__source="hand").order_by("pk").first()
ben = Membership.objects.get(organisation__slug="northwind", user__email="ben@northwind.example")
KeyResult.objects.filter(pk=row.pk).update(kept_by=ben.user)
now = timezone.now()
CheckInRequest.objects.create(organisation=row.organisation, key_result=row, asked_at=now)
sending = Sending.objects.create(organisation=row.organisation, membership=ben, kind="reminder", period=given["period"],
    planned_at=now)
answer = {"sent": send(pk=sending.pk, now=now), "title": row.title}
"""


def reminded(okrflow: Launcher, period: str) -> str:
    """The title of the key result that Ben is reminded of."""
    answer = okrflow.ask(REMIND, period=period)
    assert answer["sent"]
    return str(answer["title"])


def test_a_check_in_from_a_mail(okrflow: Launcher, invite: Invite) -> None:
    title = reminded(okrflow, "mail")
    ben = invite()
    ben.go("/accounts/mailbox/")
    mail = ben.page.locator("article", has_text=title).first
    mail.get_by_role("link", name="/check-in/").first.click()

    ben.click("Ben", role="button")
    expect(ben.page.get_by_role("heading", name="Check in", exact=True)).to_be_visible()
    assert title in words(ben.page.locator("main"))
    ben.page.get_by_label("Confidence").select_option("7")
    ben.page.get_by_label("Note").fill("From the mail")
    ben.click("Check in", role="button", exact=True)

    expect(ben.page.get_by_text("You checked in.")).to_be_visible()
    expect(ben.page.get_by_text("From the mail")).to_be_visible()


def test_the_link_gives_somebody_else_no_right(okrflow: Launcher, invite: Invite) -> None:
    title = reminded(okrflow, "forwarded")
    vic = invite()
    vic.go("/accounts/mailbox/")
    link = vic.page.locator("article", has_text=title).first.get_by_role("link", name="/check-in/")
    address = link.first.get_attribute("href")
    assert address

    vic.go("/accounts/login/")
    vic.click("Vic", role="button")
    vic.page.wait_for_url(lambda url: "/accounts/" not in url)
    answer = vic.page.goto(address)

    assert answer and answer.status == 403
    vic.troubles.clear()


def test_unsubscribing_takes_one_click_without_sign_in(okrflow: Launcher, invite: Invite) -> None:
    title = reminded(okrflow, "unsubscribe")
    reader = invite()
    reader.go("/accounts/mailbox/")
    mail = reader.page.locator("article", has_text=title).first
    mail.get_by_role("link", name="/unsubscribe/").click()

    reader.click("Unsubscribe", role="button")

    expect(reader.page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()


def test_the_weekly_check_in_by_keyboard_ends_in_a_summary_that_is_mailed(invite: Invite) -> None:
    ben = invite()
    ben.sign_in_to_demo("Ben")
    page = ben.go("/o/northwind/streams/policy/check-in/")
    rows = page.locator(".weekly-row")
    assert rows.count() >= 3

    rows.nth(0).locator("input, select").first.focus()
    page.keyboard.press("n")
    expect(rows.nth(1).locator(":focus")).to_have_count(1)
    page.keyboard.press("p")
    expect(rows.nth(0).locator(":focus")).to_have_count(1)

    rows.nth(0).get_by_label("Note").fill("no news, nothing planned")
    rows.nth(0).get_by_label("Confidence").select_option("8")
    rows.nth(0).get_by_role("button", name="Save").click()
    expect(rows.nth(0).locator(".saved")).to_have_text(re.compile("confidence 8 of 10"))
    expect(rows.nth(1).locator(":focus")).to_have_count(1)

    rows.nth(1).get_by_label("Note").fill("Said together")
    ben.click("Save all and end the check-in", role="button")
    expect(page.get_by_role("heading", name=re.compile("Check-in of"))).to_be_visible()
    summary = words(page.locator("main"))
    assert "no news, nothing planned" in summary and "Said together" in summary
    ben.shoot("check-in-summary")


def test_the_pages_fit_and_work_without_script(invite: Invite) -> None:
    narrow = invite(width=NARROWEST, dark=True, script=False)
    narrow.sign_in_to_demo("Ben")

    for name, address in (
        ("inbox", "inbox/"),
        ("notifications", "notifications/"),
        ("weekly", "streams/policy/check-in/"),
        ("summaries", "streams/policy/check-in/summaries/"),
    ):
        narrow.go(f"/o/northwind/{address}")
        assert narrow.fits() == "", address
        narrow.shoot(f"{name}-narrow")

    narrow.go("/o/northwind/streams/policy/check-in/")
    narrow.page.get_by_label("Note").first.fill("Without script")
    narrow.page.get_by_role("button", name="Save all", exact=True).click()
    expect(narrow.page.get_by_text("1 check-in saved.")).to_be_visible()
