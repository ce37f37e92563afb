"""The other real files: a wide one with American dates, and what Jira's REST API answers."""

import csv
import re
from datetime import date, datetime
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Invite, Reader, words
from tests.browser.counting import shown_days
from tests.patience import PATIENCE
from tests.real import Launcher

MAKE = """
from okrflow.accounts.models import User
from okrflow.organisations.services import create_organisation
from okrflow.value_streams.services import create_value_stream
lin = User.objects.get(email="lin@northwind.example")
made = create_organisation(name=given["name"], slug=given["slug"], time_zone="UTC", owner=lin)
create_value_stream(organisation=made, name="Work", slug="work", lead=lin)
answer = None
"""
FLOW_TIMES = """
from okrflow.work_items.models import WorkItem
found = WorkItem.objects.filter(organisation__slug=given["slug"], facts__finished_at__isnull=False)
answer = {item.key: [item.facts.started_at.isoformat(), item.facts.finished_at.isoformat()]
          for item in found.select_related("facts")}
"""


def upload(reader: Reader, slug: str, path: Path) -> None:
    reader.go(f"/o/{slug}/import/")
    reader.page.get_by_label("File").set_input_files(path)
    reader.click("Upload and look into it", role="button")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("What is in the file")


def bring_in(reader: Reader) -> dict[str, str]:
    """Start, watch the bar, and what the last page says."""
    page = reader.page
    reader.click("Start the import", role="button")
    expect(page.get_by_role("link", name="See the flow of Work")).to_be_visible(timeout=PATIENCE * 1000)
    names, values = page.locator("dl.facts dt").all(), page.locator("dl.facts dd").all()
    return {words(name): words(value) for name, value in zip(names, values, strict=True)}


def test_american_dates_of_a_wide_file_are_shown_and_read(
    okrflow: Launcher, invite: Invite, shared_data: Path
) -> None:
    path = shared_data / "started_closed.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    closed = [row for row in rows if row["Closed Date"] and row["Activated Date"]]
    okrflow.ask(MAKE, name="Wide", slug="wide")
    lin = invite()
    lin.sign_in_to_demo("Lin Zhou")

    upload(lin, "wide", path)
    page = lin.page
    assert page.locator("#shape").input_value() == "span"
    assert page.locator("#column-started").input_value() == "Activated Date"
    assert page.locator("#column-closed").input_value() == "Closed Date"
    assert page.locator("#at_format").input_value() == "month-first"
    assert re.search(
        r"1/3/2023 1:53:09 PM is 3 January 2023", words(page.locator("#at_format option:checked"))
    )
    lin.shoot("import-american-dates")
    result = bring_in(lin)

    assert result["Rows in the file"] == str(len(rows))
    first = {row["ID"]: [read(row["Activated Date"]), read(row["Closed Date"])] for row in closed}
    found = okrflow.ask(FLOW_TIMES, slug="wide")
    shown = {
        key: [datetime.fromisoformat(at).replace(tzinfo=None) for at in both] for key, both in found.items()
    }
    assert shown == first
    days = sorted((end - start).total_seconds() / 86_400 for start, end in first.values())
    page = lin.go("/o/wide/streams/work/flow/?from=2022-01-01&to=2025-01-01")
    middle = len(days) // 2
    p50 = days[middle] if len(days) % 2 else (days[middle - 1] + days[middle]) / 2
    assert shown_days(p50) in words(page.locator(".tile").filter(has_text="Flow time").first)
    assert f" {len(days)} finished" in words(page.locator(".tile").first)


def read(text: str) -> datetime:
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p")  # noqa: DTZ007 - UTC


def test_cycle_times_of_jira_equal_the_peers_to_the_day(
    okrflow: Launcher, invite: Invite, shared_data: Path
) -> None:
    """From “Committed” on, which is the status “Next”, so that counts as waiting, no longer as new."""
    with (shared_data / "jira/expected/cycletime.csv").open(newline="") as file:
        peers = {
            row["ID"]: (date.fromisoformat(row["Done"]) - date.fromisoformat(row["Committed"])).days
            for row in csv.DictReader(file)
            if row["Done"]
        }
    okrflow.ask(MAKE, name="Jira", slug="jira")
    lin = invite()
    lin.sign_in_to_demo("Lin Zhou")

    upload(lin, "jira", shared_data / "jira/search_issues.json")
    for status, state in (("Backlog", "new"), ("Next", "waiting"), ("Build", "active"), ("Done", "done")):
        lin.page.get_by_label(f"Flow state of {status}", exact=True).select_option(state)
    lin.shoot("import-jira")
    result = bring_in(lin)

    assert result["Items created"] == "20"
    found = okrflow.ask(FLOW_TIMES, slug="jira")
    ours = {
        key: (datetime.fromisoformat(end).date() - datetime.fromisoformat(start).date()).days
        for key, (start, end) in found.items()
    }
    assert len(peers) == 14
    assert ours == peers
    page = lin.go("/o/jira/streams/work/flow/?from=2021-01-01&to=2021-06-01")
    assert " 14 finished" in words(page.locator(".tile").first)
