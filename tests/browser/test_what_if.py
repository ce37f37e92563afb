"""Asking the what-if with a real worker: progress, the answer, keeping it; also without JavaScript."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import DESK, NARROWEST, PHONE, Invite, Reader, words
from tests.patience import PATIENCE

POLICY = "/o/northwind/streams/policy/what-if/"
CLAIMS = "/o/northwind/streams/claims/what-if/"


def test_no_waiting_shortens_flow_time_and_leaves_velocity(ada: Reader) -> None:
    page = ada.go(POLICY)
    page.get_by_role("link", name=re.compile("0 days waiting for business input")).click()

    expect(page.locator("#answer-1")).to_contain_text(
        re.compile("Flow time falls by (6|7)"), timeout=PATIENCE * 1000
    )
    assert "It leaves velocity unchanged: it follows arrivals, no stage limits it." in words(
        page.locator("main")
    )
    assert "The model reproduces the window" in words(page.locator("main"))


def test_a_question_shows_its_progress_and_its_answer(ada: Reader) -> None:
    page = ada.go(f"{CLAIMS}?stage=Analysis")
    page.get_by_label("Work, % of today’s: Analysis").fill("50")
    page.get_by_role("button", name="Simulate", exact=True).click()

    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator("#answer-1")).to_be_visible(timeout=PATIENCE * 1000)
    page.get_by_label("Name").fill("One more, with half the work")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("link", name="Make it an experiment")).to_be_visible()
    ada.go(CLAIMS)
    expect(page.get_by_role("link", name="One more, with half the work")).to_be_visible()


def test_a_running_one_is_cancelled(ada: Reader) -> None:
    page = ada.go(CLAIMS)
    page.get_by_label("Items in progress at most").fill("30")
    page.get_by_role("button", name="Simulate", exact=True).click()
    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_role("button", name="Simulate it again")).to_be_visible(timeout=PATIENCE * 1000)


def test_it_works_without_javascript(invite: Invite) -> None:
    reader = invite(script=False)
    reader.sign_in_to_demo()
    page = reader.go(f"{POLICY}?stage=Ready+for+release")
    expect(page.get_by_label("No waiting in Ready for release")).to_be_checked()
    page.get_by_role("button", name="Simulate", exact=True).click()

    page.wait_for_url(re.compile(r"/what-if/[0-9a-f-]{36}/$"))
    expect(page.locator("#answer-1")).to_be_visible(timeout=PATIENCE * 1000)


def test_it_fits_every_screen(invite: Invite) -> None:
    for look, width, dark in (
        ("light", DESK, False),
        ("dark", DESK, True),
        ("375px", PHONE, False),
        ("320px", NARROWEST, True),
    ):
        reader = invite(width=width, dark=dark)
        reader.sign_in_to_demo()
        page = reader.go(POLICY)
        reader.shoot(f"what-if-{look}")
        assert reader.fits() == ""
        page.get_by_role("link", name=re.compile("0 days waiting")).click()
        expect(page.locator("#answer-1")).to_be_visible(timeout=PATIENCE * 1000)
        reader.shoot(f"what-if-answer-{look}")
        assert reader.fits() == ""
