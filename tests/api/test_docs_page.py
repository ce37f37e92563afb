"""The readable description works in a browser under our content security policy, from our own files only."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.needs import CHROMIUM_ARGUMENTS
from tests.patience import PATIENCE


@pytest.mark.django_db
def test_nothing_in_the_page_is_inline_or_foreign() -> None:
    page = Client().get("/api/v1/docs/")

    assert page.status_code == 200
    assert b"<style" not in page.content
    assert b"http://" not in page.content
    assert b"https://" not in page.content
    assert b"<script>" not in page.content
    assert "default-src 'self'" in page["Content-Security-Policy"]


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
        page.wait_for_selector("#operations-work-items-post_work_items_bulk", timeout=PATIENCE * 1000)
        page.click("#operations-work-items-post_work_items_bulk button")
        page.wait_for_selector("text=Idempotency-Key")
        page.screenshot(path=str(tmp_path / "docs.png"))
        browser.close()
    assert complaints == []
