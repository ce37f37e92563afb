"""By keyboard alone: a proposal answered, an impediment raised, a comment, a check-in, and the form that closes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Invite, Reader
from tests.browser.keyboard import press, shows, tab_to

ROOT = "/o/northwind/"
MOBILE = "Customers love our mobile experience"


@pytest.fixture
def ben(invite: Invite) -> Reader:
    """Ben, who leads Policy and has no mouse."""
    reader = invite()
    reader.sign_in_to_demo("Ben")
    reader.page.on("dialog", lambda dialog: dialog.accept())
    return reader


def test_a_proposal_is_answered(invite: Invite, ada: Reader, ben: Reader) -> None:
    page = ada.go(f"{ROOT}proposals/new/?stream=policy")
    press(page.get_by_label("Objective", exact=True), "ControlOrMeta+a")
    page.keyboard.type("Proposed without a mouse")
    tab_to(page, page.get_by_role("button", name="Propose it"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("is proposed to Policy.")).to_be_visible()

    page = ben.go(f"{ROOT}inbox/")
    tab_to(page, page.get_by_role("link", name="Proposed without a mouse", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your answer")).to_be_visible()
    tab_to(page, page.get_by_label(re.compile("decline it, and say why")))
    page.keyboard.type("Not this time.")
    page.keyboard.press("Tab")
    shows(page)
    page.keyboard.press("Enter")

    expect(page.get_by_text("The proposal is declined")).to_be_visible()


def test_an_impediment_is_raised_and_a_comment_made(ben: Reader) -> None:
    page = ben.go(f"{ROOT}impediments/")
    tab_to(page, page.get_by_role("link", name="Raise one for Policy"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("What stands in the way"))
    page.keyboard.type("No mouse in the meeting room")
    tab_to(page, page.get_by_label(re.compile("^Stage")))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Raise it"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("No mouse in the meeting room")
    tab_to(page, page.get_by_role("button", name=re.compile("It is gone")))
    page.keyboard.press("Enter")
    expect(page.get_by_text("gone on")).to_be_visible()

    page = ben.go(f"{ROOT}streams/policy/")
    press(page.get_by_role("link", name=MOBILE))
    press(page.get_by_label("Add a comment"), "ControlOrMeta+a")
    page.keyboard.type("Said without a mouse.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Said without a mouse.")).to_be_visible()
    press(page.get_by_role("button", name="Delete your comment").last)
    expect(page.get_by_text("Said without a mouse.")).to_have_count(0)


def test_a_check_in_from_the_key_result_s_page(ben: Reader) -> None:
    page = ben.go(f"{ROOT}streams/policy/")
    press(page.get_by_role("link", name="Mobile NPS rises by 20 %"))
    tab_to(page, page.get_by_role("link", name="Check in", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Confidence"))
    page.keyboard.press("7")
    tab_to(page, page.get_by_label("Note"))
    page.keyboard.type("Typed, never clicked.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Typed, never clicked.")).to_be_visible()


def test_the_closing_form_is_gone_through_in_the_order_of_its_questions(ben: Reader) -> None:
    page = ben.go(f"{ROOT}streams/policy/")
    press(page.get_by_role("link", name=MOBILE))
    tab_to(page, page.get_by_role("link", name="Close it before its cycle ends"), most=200)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Close the objective")

    press(page.get_by_label("Why close it before the cycle’s end"), "a")
    for label in (
        "Grade",
        "Why another grade",
        "What did we learn?",
        "What did the experiment show?",
        "What changes next?",
    ):
        page.keyboard.press("Tab")
        expect(page.get_by_label(re.compile(f"^{re.escape(label)}")).first).to_be_focused()
        shows(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close it")).to_be_focused()
