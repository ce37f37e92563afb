"""The main job, end to end: a newcomer, a real export, five Flow Metrics, an objective measured by them."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Invite, Reader, plain, words
from tests.browser.counting import Counted, count, grouped, shown_days
from tests.patience import PATIENCE

FIRST, TO = datetime(2016, 1, 1), datetime(2017, 1, 1)  # noqa: DTZ001 - the log's own clock, UTC
WINDOW = f"?from={FIRST:%Y-%m-%d}&to={TO:%Y-%m-%d}"
MAIL = "nora@harbour.example"
STATES = {
    "New": "new",
    "Active": "active",
    "Awaiting User Info": "waiting",
    "Awaiting Problem": "waiting",
    "Awaiting Vendor": "waiting",
    "Awaiting Evidence": "waiting",
    "Resolved": "done",
    "Closed": "done",
}


@pytest.fixture
def log(shared_data: Path) -> Path:
    return shared_data / "incident_event_log.csv"


def test_from_sign_up_to_a_progress_page_that_changes(invite: Invite, log: Path, tmp_path: Path) -> None:
    nora = invite()
    counted = count(log, first=FIRST, to=TO)

    sign_up(nora)
    root = create_organisation_and_stream(nora)
    import_log(nora, log)
    see_five_metrics(nora, root, counted)
    see_where_time_goes(nora, root, counted)
    each_figure_leads_to_its_items(nora, root, counted)
    add_metric(nora, root)
    recent = import_log_of_this_year(nora, log, tmp_path)
    write_objective(nora, root, recent)
    check_in_and_see_it(nora, root)


def sign_up(nora: Reader) -> None:
    page = nora.go("/")
    nora.click("Create an account")
    page.get_by_label("Email").fill(MAIL)
    page.get_by_label("Your name").fill("Nora Newcomer")
    page.get_by_label("Password").fill("harbour lights at dusk")
    nora.click("Create the account", role="button")
    page.get_by_label("Code").fill(mailed_code(nora))
    nora.click("Go on", role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not in an organisation yet")


def mailed_code(nora: Reader) -> str:
    """From the newest mail to her, on the mailbox page in a second tab."""
    mailbox = nora.context.new_page()
    nora.watch(mailbox)
    mailbox.goto("/accounts/mailbox/")
    mail = mailbox.get_by_role("article").filter(has_text=MAIL).first.inner_text()
    mailbox.close()
    found = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail, re.M)
    assert found, mail
    return found[1]


def create_organisation_and_stream(nora: Reader) -> str:
    page = nora.click("Create an organisation")
    page.get_by_label("Name").fill("Harbour IT")
    expect(page.get_by_label("Address")).to_have_value("harbour-it")
    nora.click("Create it", role="button")
    page.wait_for_url("**/o/harbour-it/")
    nora.click("Make a value stream")
    page.get_by_label("Name").fill("Incidents")
    expect(page.get_by_label("Lead").locator("option:checked")).to_contain_text("Nora Newcomer")
    nora.click("Create it", role="button")
    return "/o/harbour-it/"


def import_log(nora: Reader, log: Path) -> None:
    """Three pages: the file, what it means, the result."""
    page = nora.click("Import")
    page.get_by_label("File").set_input_files(log)
    nora.click("Upload and look into it", role="button")

    expect(page.get_by_label("The item", exact=False).or_(page.locator("#column-key")).first).to_be_visible()
    chosen = {name: page.locator(f"#column-{name}").input_value() for name in ("key", "status", "at")}
    assert chosen == {"key": "number", "status": "incident_state", "at": "sys_updated_at"}
    assert page.locator("#at_format").input_value() == "day-first"
    page.locator("#zone").select_option("UTC")
    for status, state in STATES.items():
        page.get_by_label(f"Flow state of {status}", exact=True).select_option(state)
    expect(page.get_by_text("29 Feb 2016").or_(page.get_by_text("2016-02-29")).first).to_be_visible()
    nora.shoot("import-columns")

    nora.click("Start the import", role="button")
    page.wait_for_url(re.compile(r"/import/[0-9a-f-]+/$"))
    # The bar is asked for anew each second; at its end the page tells what came of it
    expect(page.get_by_role("link", name="See the flow of Incidents")).to_be_visible(timeout=PATIENCE * 1000)
    result = dict(
        zip(
            page.locator("dl.facts dt").all_inner_texts(),
            map(plain, page.locator("dl.facts dd").all_inner_texts()),
            strict=True,
        )
    )
    assert result["Rows in the file"] == "5 998"
    assert result["Items created"] == "890"
    assert result["Rows rejected"] == "0"
    nora.shoot("import-result")
    nora.click("See the flow of Incidents")
    page.wait_for_url("**/streams/incidents/")
    wait_until_fresh(nora)


def wait_until_fresh(nora: Reader) -> None:
    """Until nothing newer is on the way, and shown."""
    expect(nora.page.locator("#fresh")).not_to_contain_text("updating", timeout=PATIENCE * 1000)
    nora.page.reload()
    expect(nora.page.locator("#fresh")).to_contain_text("Computed")


def tile(nora: Reader, name: str) -> str:
    found = nora.page.locator(".tile").filter(has=nora.page.get_by_role("heading", name=name, exact=False))
    return words(found.first)


def see_five_metrics(nora: Reader, root: str, counted: Counted) -> None:
    nora.go(f"{root}streams/incidents/flow/{WINDOW}")
    p50, p85 = counted.flow_time(0.5), counted.flow_time(0.85)

    assert f" {len(counted.finished)} finished" in tile(nora, "Flow velocity")
    assert f" {shown_days(p50)} · {shown_days(p85)}" in tile(nora, "Flow time")
    assert f" {counted.efficiency * 100:.0f} %" in tile(nora, "Flow efficiency")
    unmeasured = len(counted.finished) - len(counted.measurable)
    assert f" {unmeasured} items not measurable" in tile(nora, "Flow efficiency")
    assert f" {counted.load} in progress" in tile(nora, "Flow load")
    titles = [words(title) for title in nora.page.locator("figure.chart h3").all()]
    assert f"{counted.efficiency * 100:.0f} % of flow time is active work, the rest is waiting" in titles
    assert len(titles) == 11
    nora.shoot("flow-of-the-log")


def see_where_time_goes(nora: Reader, root: str, counted: Counted) -> None:
    page = nora.go(f"{root}streams/incidents/stages/{WINDOW}")
    days = counted.item_days()
    whole = sum(days.values())
    worst = max(days, key=lambda status: days[status])

    assert (
        words(page.locator("#river")) == f"{worst} holds {days[worst] / whole * 100:.0f} % of all flow time"
    )
    page.locator(".river details.more summary").click()
    table = page.locator(".river table")
    shown = {
        words(row.get_by_role("rowheader")): [words(cell) for cell in row.get_by_role("cell").all()]
        for row in table.locator("tbody tr").all()
    }
    for status, spent in days.items():
        _, _, share, item_days, load, *_ = shown[status]
        assert share == f"{spent / whole * 100:.1f} %"
        assert item_days == grouped(spent, 1)
        assert load == f"{spent / (TO - FIRST).days:.1f}"
        assert shown[status][8] == grouped(counted.visits(status))
    nora.shoot("stages-of-the-log")


def each_figure_leads_to_its_items(nora: Reader, root: str, counted: Counted) -> None:
    unmeasured = len(counted.finished) - len(counted.measurable)
    for name, place, behind in (
        ("Flow velocity", 0, len(counted.finished)),
        ("Flow time", 0, len(counted.finished)),
        ("Flow efficiency", 0, len(counted.measurable)),
        ("Flow efficiency", 1, unmeasured),
        ("Flow load", 0, counted.load),
    ):
        page = nora.go(f"{root}streams/incidents/flow/{WINDOW}")
        page.locator(".tile").filter(has_text=name).first.get_by_role("link").nth(place).click()
        assert items_listed(nora) == behind, f"{name}: {page.url}"
    page = nora.go(f"{root}streams/incidents/stages/{WINDOW}")
    addresses = [
        (plain(link.text_content() or ""), link.get_attribute("href") or "")
        for link in page.locator(".river table a").all()
    ]
    assert len(addresses) == 2 * len(counted.item_days())
    for figure, address in addresses:
        nora.go(address)
        assert items_listed(nora) == int(figure), address


def items_listed(nora: Reader) -> int:
    """The items of a list over all its pages, as its foot says; one page's rows are counted, too."""
    page = nora.page
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    rows = page.locator("table.cards tbody tr").count()
    if rows < 2:  # a list of one says nothing about its pages
        return rows
    found = re.search(
        r"(\d+)–(\d+) of (\d+)", plain(page.locator("nav.pages").inner_text()).replace(" 0", "0")
    )
    assert found and int(found[2]) - int(found[1]) + 1 == rows
    return int(found[3])


def import_log_of_this_year(nora: Reader, log: Path, folder: Path) -> Path:
    """The same log as if it had been written lately, so that there is a present to improve on."""
    path = move_log(log, folder / "incidents_of_this_year.csv", last=today() - timedelta(days=1))
    page = nora.click("Import")
    page.get_by_label("File").set_input_files(path)
    nora.click("Upload and look into it", role="button")
    expect(page.get_by_text("as mapped in the stream").first).to_be_visible()
    nora.click("Start the import", role="button")
    expect(page.get_by_role("link", name="See the flow of Incidents")).to_be_visible(timeout=PATIENCE * 1000)
    nora.click("See the flow of Incidents")
    wait_until_fresh(nora)
    return path


def move_log(log: Path, path: Path, *, last: date) -> Path:
    """A copy whose 31 May 2016 is `last`, without what came after that, and with keys of its own."""
    by = last - date(2016, 5, 31)
    with log.open(encoding="utf-8", newline="") as old, path.open("w", encoding="utf-8", newline="") as new:
        rows = csv.writer(new)
        rows.writerow(("number", "incident_state", "sys_updated_at"))
        for row in csv.DictReader(old):
            at = datetime.strptime(row["sys_updated_at"], "%d-%m-%Y %H:%M") + by  # noqa: DTZ007 - UTC
            if at.date() <= last:
                rows.writerow((f"R-{row['number']}", row["incident_state"], f"{at:%d-%m-%Y %H:%M}"))
    return path


def add_metric(nora: Reader, root: str) -> None:
    page = nora.go(f"{root}metrics/new/")
    page.get_by_label("Name").fill("Content callers")
    page.get_by_label("Unit", exact=False).last.fill("points")
    nora.click("Save", role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Content callers")


def write_objective(nora: Reader, root: str, recent: Path) -> None:
    """Three key results in one form: two on flow with baselines proposed, one on a value that is typed in."""
    make_cycle(nora, root)
    page = nora.click("Write an objective")
    page.get_by_label("Objective", exact=True).fill("Callers get help the same day")
    for there in (2, 3):
        nora.click("Add a key result", role="button")
        expect(page.locator(".kr-row")).to_have_count(there)

    first, second, third = (page.locator(f"#kr-{place}") for place in range(3))
    first.get_by_label("Key result", exact=True).fill("Half of the incidents are closed in half a day")
    first.get_by_label("Measured by").select_option("Flow time, p50")
    expect(first.get_by_label("From (baseline)")).not_to_have_value("")
    days = int(re.search(r"computed from the (\d+) days before", words(first.locator(".f-proposal")))[1])  # type: ignore[index]
    now = count(recent, first=midnight(1 - days), to=midnight(1))
    assert float(first.get_by_label("From (baseline)").input_value()) == round(now.flow_time(0.5), 1)
    first.get_by_label("Aim").select_option("Lower it")
    first.get_by_label("How much").fill("0.5")
    second.get_by_label("Key result", exact=True).fill("Half as many wait at a time")
    second.get_by_label("Measured by").select_option("Flow load, mean")
    expect(second.get_by_label("From (baseline)")).not_to_have_value("")
    second.get_by_label("Aim").select_option("Lower it")
    second.get_by_label("Target").select_option("By this many percent")
    second.get_by_label("How much").fill("50")
    second.get_by_label("How much").press("Tab")
    expect(second.locator(".f-preview")).to_contain_text("Target:")
    third.get_by_label("Key result", exact=True).fill("Callers are content")
    third.get_by_label("Measured by").select_option(label="Content callers")
    third.get_by_label("From (baseline)").fill("40")
    third.get_by_label("Baseline of").fill(f"{today()}")
    third.get_by_label("How much").fill("60")
    third.get_by_label("How much").press("Tab")
    expect(third.locator(".f-preview")).to_contain_text("Target: 60")
    nora.shoot("objective-form")
    nora.click("Save and publish", role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Callers get help the same day")
    expect(page.locator("article.kr")).to_have_count(3)
    nora.shoot("objective")


def today() -> date:
    return datetime.now(tz=UTC).date()


def midnight(days_from_today: int) -> datetime:
    return datetime.combine(today() + timedelta(days=days_from_today), datetime.min.time())


def make_cycle(nora: Reader, root: str) -> None:
    page = nora.go(f"{root}streams/incidents/")
    nora.click("Write an objective")
    nora.click("Make a cycle")
    page.get_by_label("Name").fill("This quarter")
    page.get_by_label("First day").fill(f"{today() - timedelta(days=20)}")
    page.get_by_label("Last day").fill(f"{today() + timedelta(days=70)}")
    nora.click("Save", role="button")
    nora.go(f"{root}streams/incidents/")


def check_in_and_see_it(nora: Reader, root: str) -> None:
    """The stored page is computed anew by a worker: its time and the value change, without anybody's reload."""
    page = nora.go(f"{root}streams/incidents/")
    wait_until_fresh(nora)
    row = page.locator("article.kr").filter(has_text="Callers are content")
    before, computed = words(row.locator(".figure")), computed_at(nora)
    assert "52.5" not in before
    watching = nora.context.new_page()
    nora.watch(watching)
    watching.goto(f"{root}streams/incidents/")

    row.get_by_role("link", name="Callers are content").click()
    nora.click("Check in")
    page.get_by_role("textbox", name="Value").fill("52.5")
    page.get_by_label("Confidence").select_option("7")
    page.get_by_label("Note").fill("The new hotline answers at once.")
    nora.click("Check in", role="button")
    expect(page.get_by_text("The new hotline answers at once.")).to_be_visible()

    page.goto(f"{root}streams/incidents/")
    wait_until_fresh(nora)
    assert "52.5" in words(row.locator(".figure"))
    assert "confidence 7 of 10" in words(page.locator("main"))
    assert computed_at(nora) > computed
    nora.shoot("progress-of-the-log")
    watching.close()


def computed_at(nora: Reader) -> str:
    return nora.page.locator("#fresh time").get_attribute("datetime") or ""
