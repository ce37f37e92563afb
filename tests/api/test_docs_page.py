"""The readable description works in a browser under our content security policy, from our own files only."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.needs import CHROMIUM_ARGUMENTS
from tests.real import wait_for


@pytest.mark.django_db
def test_nothing_in_the_page_is_inline_or_foreign() -> None:
    page = Client().get("/api/v1/docs/")

    assert page.status_code == 200
    assert b"<style" not in page.content
    assert b"http://" not in page.content
    assert b"https://" not in page.content
    assert b"<script>" not in page.content
    assert "default-src 'self'" in page["Content-Security-Policy"]


def scrolled_to(page: Any, selector: str) -> bool:
    """Of many operations only those in view are there: scrolls on unless this one is."""
    there = bool(page.locator(selector).is_visible())
    if not there:
        page.mouse.wheel(0, 1500)
    return there


def test_the_page_renders_without_a_breach_of_the_policy(
    live_server: Any, chromium: str, tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/api/v1/docs/")
        wait_for("the operation", lambda: scrolled_to(page, "#operations-work-items-post_work_items_bulk"))
        page.click("#operations-work-items-post_work_items_bulk button")
        page.wait_for_selector("text=Idempotency-Key")
        page.screenshot(path=str(tmp_path / "docs.png"))
        browser.close()
    assert complaints == []
