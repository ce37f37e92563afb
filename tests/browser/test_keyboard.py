"""Everything within reach of the keyboard, and one sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Reader
from tests.browser.keyboard import FOCUS_SHOWS

PAGES = (
    "/o/northwind/",
    "/o/northwind/streams/policy/stages/",
    "/o/northwind/streams/policy/items/",
    "/o/northwind/objectives/",
    "/o/northwind/import/",
)


@pytest.mark.parametrize("address", PAGES)
def test_skip_link_comes_first_and_leads_to_the_content(ada: Reader, address: str) -> None:
    page = ada.go(address)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS_SHOWS)["inMain"]


@pytest.mark.parametrize("address", PAGES)
def test_tab_goes_through_the_rail_into_the_content_and_always_shows(ada: Reader, address: str) -> None:
    page = ada.go(address)

    met = walk(page, steps=60)

    unseen = [each["name"] for each in met if not each["shows"] and not each["isBody"]]
    assert unseen == []
    order = [each["inMain"] for each in met if not each["isBody"]]
    assert order[0] is False and True in order, "the rail comes first, then the content"
    first = order.index(True)
    assert all(order[first : first + 3]), "the content is gone through in one go"


def walk(page: Page, *, steps: int) -> list[dict[str, object]]:
    """What has the focus after each press of Tab."""
    met = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUS_SHOWS))
        if met[-1]["isBody"]:
            break
    return met


def test_slash_goes_to_the_search_and_escape_closes_a_menu(ada: Reader) -> None:
    page = ada.go("/o/northwind/streams/policy/items/")

    page.keyboard.press("/")
    expect(page.get_by_label("Search key or title")).to_be_focused()

    page.goto("/o/northwind/streams/policy/flow/")
    menu = page.locator("details.menu").filter(has_text="From – to")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_label("From")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_label("From")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
