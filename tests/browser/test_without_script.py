"""Everything works without JavaScript: an import, and an objective."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Invite, plain, words
from tests.patience import PATIENCE

EXPORT = """Key,Status,Changed
N-1,To Do,2026-03-02 09:00
N-1,In Progress,2026-03-03 09:00
N-1,Done,2026-03-05 09:00
N-2,In Progress,2026-03-04 09:00
"""


def test_an_import_from_the_file_to_its_result(invite: Invite, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(EXPORT)
    ada = invite(script=False)
    ada.sign_in_to_demo()
    page = ada.go("/o/northwind/import/")
    page.get_by_label("File").set_input_files(path)
    page.get_by_label("Value stream", exact=True).select_option("platform")
    ada.click("Upload and look into it", role="button")

    page.locator("#zone").select_option("Europe/Berlin")
    ada.click("Preview again", role="button")
    expect(page.get_by_role("columnheader", name="What happened (Europe/Berlin)")).to_be_visible()
    ada.click("Start the import", role="button")

    # The page asks for itself anew every three seconds, by its own head
    expect(page.get_by_role("heading", name=re.compile("2.new items in Platform"))).to_be_visible(
        timeout=PATIENCE * 1000
    )
    ada.shoot("import-result-without-script")


def test_an_objective_with_a_proposed_baseline(invite: Invite) -> None:
    ben = invite(script=False)
    ben.sign_in_to_demo("Ben Okafor")
    page = ben.go("/o/northwind/objectives/new/?stream=policy")
    page.get_by_label("Objective", exact=True).fill("Changes reach customers within a week")
    row = page.locator("#kr-0")
    row.get_by_label("Key result", exact=True).fill("Half of all features take five days")
    row.get_by_label("Measured by").select_option("f:flow_time_p50")
    row.get_by_role("button", name="Propose the baseline and show the target").click()

    proposed = float(row.get_by_label("From (baseline)").input_value())
    said = re.search(r"on (.+), computed from the (\d+) days before", words(row.locator(".f-proposal")))
    assert said
    to = datetime.strptime(said[1], "%d %b %Y").date() + timedelta(days=1)  # noqa: DTZ007 - a day
    page.goto(f"/o/northwind/streams/policy/flow/?from={to - timedelta(days=int(said[2]))}&to={to}")
    shown = plain(page.locator(".tile").filter(has_text="Flow time").first.inner_text())
    page.go_back()
    assert f" {proposed:.1f} d ·" in shown

    row.get_by_label("Aim").select_option("Lower it")
    row.get_by_label("How much").fill("5")
    ben.click("Add a key result", role="button")
    expect(page.locator(".kr-row")).to_have_count(2)
    ben.click("Save the draft", role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Changes reach customers within a week")
    ben.click("Edit")
    page.get_by_label("Why").fill("Brokers wait for us.")
    page.locator("#kr-0").get_by_label("How much").fill("6")
    ben.click("Save the draft", role="button")

    expect(page.get_by_text("Brokers wait for us.")).to_be_visible()
    assert "6" in words(page.locator("article.kr").first)
    ben.click("Delete the draft", role="button")
    expect(page.get_by_role("link", name="Changes reach customers within a week")).to_have_count(0)
