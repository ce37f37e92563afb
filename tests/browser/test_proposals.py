"""Leaders propose and the stream decides: changed and accepted, declined with a reason, and tried again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Invite, Reader, words
from tests.browser.people import arriving

ROOT = "/o/northwind/"


def propose(ada: Reader, title: str) -> str:
    """Ada wants to write Policy's objective and is shown the way to propose it; the proposal's address."""
    page = ada.go(f"{ROOT}objectives/new/?stream=policy")
    ada.troubles.clear()  # the refusal
    expect(page.get_by_text("The OKRs of Policy are written by its own members.")).to_be_visible()
    ada.click("Propose it")
    page.get_by_label("Objective", exact=True).fill(title)
    page.get_by_label(re.compile("^Why")).fill("Brokers ask for it.")
    page.get_by_label(re.compile("A word to those who answer")).fill("What would it take?")
    ada.click("Propose it", role="button")
    expect(page.get_by_text(f"“{title}” is proposed to Policy.")).to_be_visible()
    return page.url


def found_in_inbox(reader: Reader, title: str) -> Page:
    page = reader.go(f"{ROOT}inbox/")
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page


def test_an_administrator_proposes_and_the_stream_changes_and_accepts(invite: Invite) -> None:
    ada, ben = arriving(invite, "Ada"), arriving(invite, "Ben")
    proposed, changed = "Brokers get an answer at once", "Brokers get an answer within the day"
    address = propose(ada, proposed)

    page = found_in_inbox(ben, proposed)
    expect(page.get_by_text("What would it take?")).to_be_visible()
    ben.click("Change and accept", role="button")
    page.get_by_label("Objective", exact=True).fill(changed)
    ben.click("Save the draft", role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text(changed)
    expect(page.get_by_role("link", name="a proposal by Ada Lindqvist")).to_be_visible()

    page = ada.go(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(proposed)
    expect(page.get_by_text("Ben Okafor accepted it")).to_be_visible()
    expect(page.get_by_text("Policy has a draft of it.")).to_be_visible()
    expect(page.get_by_role("link", name=changed)).to_have_count(0)
    ada.shoot("proposal-accepted")

    page = ben.go(address)
    ben.click(changed)
    ben.click("Delete the draft", role="button")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def test_a_proposal_is_declined_with_a_reason_and_comes_back_as_a_new_version(invite: Invite) -> None:
    ada, ben = arriving(invite, "Ada"), arriving(invite, "Ben")
    first, second = "Brokers phone no more", "Brokers know where their case stands"
    address = propose(ada, first)

    page = found_in_inbox(ben, first)
    page.get_by_label(re.compile("decline it, and say why")).fill("They like to phone. What is it about?")
    ben.click("Decline", role="button")
    expect(page.get_by_text("The proposal is declined")).to_be_visible()

    page = ada.go(address)
    expect(page.get_by_text("They like to phone. What is it about?")).to_be_visible()
    ada.click("Write a new version")
    page.get_by_label("Objective", exact=True).fill(second)
    page.get_by_label(re.compile("What is new in this version")).fill(
        "It is about knowing, not about phones."
    )
    ada.click("Propose this version", role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text(second)

    page = found_in_inbox(ben, second)
    expect(page.get_by_text("It is about knowing, not about phones.").first).to_be_visible()
    ben.click("Version 1")
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    expect(page.get_by_text("This is version 1.")).to_be_visible()

    page = ada.go(address)
    page.on("dialog", lambda dialog: dialog.accept())
    ada.click("Withdraw this proposal", role="button")
    expect(page.get_by_text("Your proposal is withdrawn.")).to_be_visible()


def test_an_answer_to_an_older_version_is_not_taken(invite: Invite) -> None:
    """Ben reads version 1 while Ada writes version 2: what he says to 1 must not count for 2."""
    ada, ben = arriving(invite, "Ada"), arriving(invite, "Ben")
    address = propose(ada, "One letter less")
    page = found_in_inbox(ben, "One letter less")

    ada.go(address)
    ada.click("Change it")
    ada.page.get_by_label("Objective", exact=True).fill("Ten letters less")
    ada.click("Propose this version", role="button")
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("Ten letters less")
    ben.click("Accept as it is", role="button")

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ten letters less")
    expect(page.get_by_role("button", name="Accept as it is")).to_be_visible()
    ben.go(address)
    page.get_by_label(re.compile("decline it, and say why")).fill("Not now.")
    ben.click("Decline", role="button")


@pytest.mark.parametrize("who", ["Mo", "Vic"])
def test_who_does_not_answer_a_proposal_is_offered_no_answer(invite: Invite, who: str) -> None:
    """Mo leads another stream, Vic is a viewer: neither reads a proposal to Policy."""
    ada, other = arriving(invite, "Ada"), arriving(invite, who)
    title = f"Not for {who}"
    address = propose(ada, title)

    answer = other.page.goto(address)
    other.troubles.clear()
    assert answer and answer.status == 404
    other.go(f"{ROOT}proposals/")
    assert title not in words(other.page.locator("main"))

    ada.page.on("dialog", lambda dialog: dialog.accept())
    ada.go(address)
    ada.click("Withdraw this proposal", role="button")
    expect(ada.page.get_by_text("Your proposal is withdrawn.")).to_be_visible()
