"""A real okrflow with the demo, and Debian's Chromium, as a person sits before it."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from okrflow.launcher.environment import ROOT
from tests.needs import CHROMIUM_ARGUMENTS
from tests.real import Launcher

SCREENSHOTS = ROOT / "output" / "screenshots"
PATIENCE_MS = 60_000
DESK, PHONE, NARROWEST = 1280, 375, 320
TAKEN_BACK = ("htmx:afterRequest", "htmx:sendAbort")
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="package")
def okrflow(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    """One launcher with the demo for all tests in a browser."""
    launcher = Launcher(tmp_path_factory.mktemp("browser") / "var", demo=True)
    try:
        launcher.start()
        yield launcher
    finally:
        status = launcher.stop()
    assert status == 0, launcher.output.read_text()


@dataclass
class Reader:
    """Somebody with a browser of their own. What goes wrong in it is noted, and fails the test at its end."""

    context: BrowserContext
    page: Page
    origin: str
    troubles: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._note_failure)
        page.on("response", self._note_response)

    def _note_message(self, message: ConsoleMessage) -> None:
        # htmx calls it an error that a newer question took the place of one that was on its way
        if message.type in ("error", "warning") and not message.text.startswith(TAKEN_BACK):
            self.troubles.append(f"console at {message.location['url']}: {message.text}")

    def _note_failure(self, request: Request) -> None:
        # Leaving a page ends what it was just asking for, and a download is no page
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"{request.url}: {request.failure}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.url}: {response.status}")

    def go(self, address: str) -> Page:
        self.page.goto(address)
        return self.page

    def click(self, name: str, role: str = "link", exact: bool = False) -> Page:
        self.page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]
        return self.page

    def shoot(self, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def sign_in_to_demo(self, who: str = "Ada Lindqvist") -> None:
        self.go("/accounts/login/")
        self.click(who, role="button")
        self.page.wait_for_url(lambda url: "/accounts/" not in url)

    def fits(self) -> str:
        """Nothing when the page is as wide as the window; else what sticks out."""
        return str(self.page.evaluate(STICKS_OUT))


STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1);
  const shown = wide.slice(0, 4).map((e) => e.outerHTML.slice(0, 90)).join(" | ");
  return `${document.documentElement.scrollWidth} px of ${width}: ${shown}`;
}"""
Invite = Callable[..., Reader]


def exceptions(okrflow: Launcher) -> list[str]:
    """What the web server logged of requests that failed."""
    lines = [json.loads(line) for line in okrflow.log("web").splitlines() if line.startswith("{")]
    return [line["exception"] for line in lines if line["event"] == "request_failed"]


@pytest.fixture
def browser(okrflow: Launcher, chromium: str) -> Iterator[Browser]:
    """Started for each test: Playwright's event loop must not be there when other tests use Django."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def invite(okrflow: Launcher, browser: Browser) -> Iterator[Invite]:
    """Makes readers: `invite(width=375, dark=True, script=False)`."""
    readers: list[Reader] = []

    def make(*, width: int = DESK, dark: bool = False, script: bool = True) -> Reader:
        context = browser.new_context(
            base_url=okrflow.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        reader = Reader(context, context.new_page(), okrflow.url)
        reader.watch(reader.page)
        readers.append(reader)
        return reader

    yield make
    troubles = [trouble for reader in readers for trouble in reader.troubles]
    assert not troubles, "\n".join([*troubles, *exceptions(okrflow)])


@pytest.fixture
def ada(invite: Invite) -> Reader:
    """Ada, who owns Northwind, at her desk."""
    reader = invite()
    reader.sign_in_to_demo()
    assert reader.page.url == f"{reader.origin}/o/northwind/", "the first page after sign-in is the overview"
    return reader


def plain(text: str) -> str:
    """Text as it is read: every kind of space is one space."""
    return re.sub(r"\s+", " ", text).strip()


def words(locator: Locator) -> str:
    return plain(locator.inner_text())
