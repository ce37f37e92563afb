"""Objectives by keyboard alone: whatever a key press does to the page, the focus stays where it was about, and it shows."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Invite, Reader
from tests.browser.keyboard import delete_draft, keeps_focus, press, shows, tab_to, write_draft

ROOT = "/o/northwind/"
NEW = f"{ROOT}objectives/new/?stream=policy"


@pytest.fixture
def ben(invite: Invite) -> Reader:
    """Ben, who leads Policy and has no mouse."""
    reader = invite()
    reader.sign_in_to_demo("Ben")
    reader.page.on("dialog", lambda dialog: dialog.accept())
    return reader


def test_key_results_are_added_moved_doubled_and_removed(ben: Reader) -> None:
    page = ben.go(NEW)
    page.locator("#id_kr-0-title").fill("One")

    with keeps_focus(page, "#id_kr-1-title"):
        press(page.locator("#kr-add"))
    page.keyboard.type("Two")
    with keeps_focus(page, "#kr-0-grip"):
        press(page.locator("#kr-1-up"))
    expect(page.locator("#id_kr-0-title")).to_have_value("Two")
    expect(page.locator("#status")).to_have_text("It is now number 1 of 2.")
    with keeps_focus(page, "#kr-1-grip"):
        press(page.locator("#kr-0-down"))
    with keeps_focus(page, "#id_kr-2-title"):
        press(page.locator("#kr-1-duplicate"))
    expect(page.locator("#id_kr-2-title")).to_have_value("Two")
    with keeps_focus(page, "#id_kr-0-title"):
        press(page.locator("#kr-0-remove"))
    with keeps_focus(page, "#id_kr-0-title"):
        press(page.locator("#kr-1-remove"))
    with keeps_focus(page, "#kr-add"):
        press(page.locator("#kr-0-remove"))

    expect(page.locator("#draft-status")).to_contain_text("Kept at")
    page.goto(NEW)
    press(page.get_by_role("button", name="Throw it away"))
    expect(page.get_by_text("is thrown away")).to_be_visible()


def test_a_choice_that_fills_the_row_keeps_the_focus(ben: Reader) -> None:
    page = ben.go(NEW)
    measured = page.locator("#id_kr-0-metric")

    with keeps_focus(page, "#id_kr-0-metric"):
        press(measured, "F")  # the first that begins with it
        expect(page.locator("#id_kr-0-baseline")).not_to_have_value("")
    with keeps_focus(page, "#id_kr-0-target"):
        press(page.locator("#id_kr-0-target"), "5")
        page.locator("#id_kr-0-target").dispatch_event("change")
        expect(page.locator("#kr-0-preview")).to_contain_text("Target:")

    expect(page.locator("#draft-status")).to_contain_text("Kept at")
    page.goto(NEW)
    press(page.get_by_role("button", name="Throw it away"))
    expect(page.get_by_text("is thrown away")).to_be_visible()


def test_a_proposal_s_key_results_keep_the_focus_too(ada: Reader) -> None:
    page = ada.go(f"{ROOT}proposals/new/?stream=policy")

    with keeps_focus(page, "#id_kr-0-title"):
        press(page.locator("#kr-add"))
    with keeps_focus(page, "#id_kr-1-title"):
        press(page.locator("#kr-add"))
    with keeps_focus(page, "#id_kr-0-title"):
        press(page.locator("#kr-1-remove"))
    with keeps_focus(page, "#kr-propose"):
        press(page.locator("#kr-propose"))
        expect(page.locator(".kr-row")).to_have_count(1)


def test_objectives_are_ranked_in_the_list(ben: Reader) -> None:
    first, second = write_draft(ben, "Ranked below"), write_draft(ben, "Ranked above")
    page = ben.go(f"{ROOT}streams/policy/okrs/")
    rows = page.locator("[data-sorted]")
    titles = [each.get_attribute("data-title") for each in rows.all()]
    place = titles.index("Ranked above")

    press(page.get_by_role("button", name="Up: Ranked above", exact=True))

    expect(rows.nth(place - 1)).to_have_attribute("data-title", "Ranked above")
    expect(rows.nth(place - 1).locator(":focus")).to_have_count(1)
    expect(page.locator("#status")).to_contain_text(f"“Ranked above” is now number {place} of {len(titles)}.")
    shows(page)
    page.keyboard.press("Tab")
    shows(page)
    for address in (first, second):
        delete_draft(ben, address)


def test_what_was_archived_is_taken_back(ben: Reader) -> None:
    address = write_draft(ben, "Put away by mistake")
    page = ben.page
    press(page.locator("summary", has_text="More"))
    tab_to(page, page.get_by_role("button", name="Archive"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("is archived.")).to_be_visible()

    tab_to(page, page.get_by_role("button", name="Undo"), most=60)
    page.keyboard.press("Enter")

    expect(page.get_by_text("is back.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Put away by mistake")
    delete_draft(ben, address)


def test_several_at_once(ben: Reader) -> None:
    addresses = [write_draft(ben, title) for title in ("Kept by Ben", "Kept by Ben, too")]
    page = ben.page
    press(page.locator(".crumb a").first)  # the list of their cycle
    press(page.locator("#several summary"))
    for title in ("Kept by Ben", "Kept by Ben, too"):
        press(page.get_by_role("checkbox", name=f"Choose {title}", exact=True).last, "Space")
    press(page.get_by_label("With those that you choose"), "K")
    page.get_by_label("Person").select_option(label="Ben Okafor")
    press(page.get_by_role("button", name="Go on"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Several objectives")
    expect(page.locator("tbody tr")).to_have_count(2)
    for address in addresses:
        delete_draft(ben, address)
