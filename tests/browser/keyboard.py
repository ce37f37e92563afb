"""Hands without a mouse: keys are pressed where Tab leads to, and what has the focus then is seen to have it."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Reader

FOCUS_SHOWS = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const shows = (ring || style.boxShadow !== "none") && box.width > 0 && box.height > 0;
  return { name: element.outerHTML.slice(0, 120), shows,
           inMain: !!element.closest("main"), isBody: element === document.body };
}"""


def press(target: Locator, key: str = "Enter") -> None:
    """Go there as Tab does, and press a key; what has the focus then is seen to have it."""
    target.focus()
    shows(target.page)
    target.press(key)


def shows(page: Page) -> None:
    """The focus is somewhere, and one sees where."""
    met = page.evaluate(FOCUS_SHOWS)
    assert met["shows"] and not met["isBody"], met["name"]


@contextmanager
def keeps_focus(page: Page, on: str) -> Iterator[None]:
    """What is done inside ends with the focus on that element, which shows it."""
    yield
    expect(page.locator(on)).to_be_focused()
    shows(page)


def tab_to(page: Page, target: Locator, *, most: int = 120) -> None:
    """Reach it with nothing but Tab."""
    for _ in range(most):
        if target.evaluate("(element) => element === document.activeElement"):
            return shows(page)
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by {most} presses of Tab")


def write_draft(ben: Reader, title: str) -> str:
    """Written from the first field to the last button without a mouse; its address."""
    page = ben.go("/o/northwind/objectives/new/?stream=policy")
    press(page.get_by_label("Objective", exact=True), "ControlOrMeta+a")
    page.keyboard.type(title)
    tab_to(page, page.get_by_role("button", name="Save the draft"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def delete_draft(ben: Reader, address: str) -> None:
    page = ben.go(address)
    press(page.get_by_role("button", name="Delete the draft"))
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
