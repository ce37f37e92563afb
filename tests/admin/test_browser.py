"""The admin works in a browser under our content security policy."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.needs import CHROMIUM_ARGUMENTS
from tests.people import PASSWORD, cast, person

PAGES = (
    "work_items/workitem/",
    "accounts/user/add/",
    "organisations/organisation/add/",
    "okrs/cycle/add/",
    "jobs/job/",
    "auth/group/add/",
)


def test_operators_sign_in_at_the_sites_door_and_pick_people(
    live_server: Any, chromium: str, tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright

    cast()
    root = person("Root")
    root.is_staff = root.is_superuser = True
    root.save()
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/admin/")
        assert page.url.startswith(f"{live_server.url}/accounts/login/")
        page.fill("input[name=login]", root.email)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{live_server.url}/admin/")
        for address in PAGES:
            page.goto(f"{live_server.url}/admin/{address}")
            assert page.locator("text=Back to okrflow").count() == 1
        page.goto(f"{live_server.url}/admin/organisations/membership/add/")
        page.click(".field-user .select2-selection")
        page.keyboard.type("olga")
        page.click(".select2-results__option >> text=Olga")
        assert page.locator(".field-user .select2-selection__rendered").inner_text().endswith("Olga")
        page.screenshot(path=str(tmp_path / "admin.png"))
        browser.close()
    assert complaints == []


@pytest.mark.django_db
def test_the_admin_has_the_policy_of_all_pages() -> None:
    client = Client()
    user = person("Root")
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)

    page = client.get("/admin/work_items/workitem/")

    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
    assert b"<style" not in page.content
