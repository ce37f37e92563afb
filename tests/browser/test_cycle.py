"""A whole cycle in the demo, from planning to grades: made, planned, checked in, closed, and what it did to flow."""

import re
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Invite, Reader, words

ROOT = "/o/northwind/"
CYCLE, OBJECTIVE, OUTCOME = (
    "Seven weeks of renewals",
    "Brokers renew without asking",
    "Four in five renew by themselves",
)
LEARNT, SHOWED, NEXT = (
    "They renew what they can read.",
    "The letter in one page did it.",
    "The same for claims.",
)


def day(from_today: int) -> str:
    found: date = datetime.now(tz=UTC).date() + timedelta(days=from_today)
    return found.isoformat()


def test_a_whole_cycle(invite: Invite) -> None:
    ada, ben = invite(), invite()
    ada.sign_in_to_demo("Ada")
    ben.sign_in_to_demo("Ben")

    make_cycle(ada)
    add_metric(ben)
    plan(ben)
    check_in(ben)
    see_it_run(ada)
    end_it_early(ada)
    close_objective(ben)
    close_cycle(ada)
    see_what_it_did(ada)
    see_evidence(ada)


def open_cycle(reader: Reader) -> None:
    reader.go(f"{ROOT}cycles/")
    reader.click(CYCLE)
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(CYCLE)


def make_cycle(ada: Reader) -> None:
    page = ada.go(f"{ROOT}cycles/")
    ada.click("New cycle")
    page.get_by_label("Name").fill(CYCLE)
    page.get_by_label("First day").fill(day(-35))
    page.get_by_label("Last day").fill(day(14))
    ada.click("Save", role="button")
    page.wait_for_url("**/cycles/")
    open_cycle(ada)
    expect(page.get_by_text("No objectives in this cycle yet")).to_be_visible()


def add_metric(ben: Reader) -> None:
    page = ben.go(f"{ROOT}metrics/new/")
    page.get_by_label("Name").fill("Brokers who renew by themselves")
    page.get_by_label("Unit", exact=False).last.fill("of 100")
    ben.click("Save", role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Brokers who renew by themselves")


def plan(ben: Reader) -> None:
    """Flow leads, business follows: two key results as the form proposes them, one on the new metric."""
    page = ben.go(f"{ROOT}objectives/new/?stream=policy&from=flow-time")
    page.get_by_label("Objective", exact=True).fill(OBJECTIVE)
    page.get_by_label("Cycle", exact=True).select_option(label=CYCLE)
    ben.click("Add a key result", role="button")
    expect(page.locator(".kr-row")).to_have_count(3)

    row = page.locator("#kr-2")
    row.get_by_label("Key result", exact=True).fill(OUTCOME)
    row.get_by_label("Measured by").select_option(label="Brokers who renew by themselves")
    row.get_by_label("From (baseline)").fill("40")
    row.get_by_label("Baseline of").fill(day(-35))
    row.get_by_label("How much").fill("80")
    row.get_by_label("How much").press("Tab")
    expect(row.locator(".f-preview")).to_contain_text("Target: 80")
    ben.click("Save and publish", role="button")
    expect(page.get_by_text("is published.")).to_be_visible()
    expect(page.locator("article.kr")).to_have_count(3)


def check_in(ben: Reader) -> None:
    page = ben.click(OUTCOME)
    ben.click("Check in")
    page.get_by_role("textbox", name="Value").fill("60")
    page.get_by_label("About the day").fill(day(-3))
    page.get_by_label("Confidence").select_option("8")
    page.get_by_label("Note").fill("Half of those who got the new letter.")
    ben.click("Check in", role="button")
    expect(page.get_by_text("Half of those who got the new letter.")).to_be_visible()


def see_it_run(ada: Reader) -> None:
    open_cycle(ada)
    page = ada.page
    expect(page.get_by_text("running", exact=True)).to_be_visible()
    policy = page.get_by_role("region", name="What is planned, and what fits").locator(
        "tr", has_text="Policy"
    )
    expect(policy.locator("[data-label=Published]")).to_have_text("1")
    expect(page.locator("article.kr").filter(has_text=OUTCOME)).to_contain_text("60")


def end_it_early(ada: Reader) -> None:
    page = ada.click("Edit")
    page.get_by_label("Last day").fill(day(-2))
    ada.click("Save", role="button")
    page.wait_for_url("**/cycles/")
    open_cycle(ada)
    expect(page.get_by_role("heading", name=re.compile("1.objective is to be closed"))).to_be_visible()
    expect(page.get_by_text("closed by its leads")).to_be_visible()
    assert page.get_by_role("link", name="Close them one by one").count() == 0


def close_objective(ben: Reader) -> None:
    """Graded otherwise than by its score, which needs a reason; then the three questions."""
    open_cycle(ben)
    page = ben.click("Close them one by one")
    page.get_by_label("Grade (optional)").select_option("reached")
    ben.click("Close it", role="button")
    expect(page.get_by_label("Why another grade than the score’s")).to_have_attribute("aria-invalid", "true")

    page.get_by_label("Why another grade than the score’s").fill("The half that could, did.")
    page.get_by_label("What did we learn?").fill(LEARNT)
    page.get_by_label("What did the experiment show?").fill(SHOWED)
    page.get_by_label("What changes next?").fill(NEXT)
    ben.shoot("closing")
    ben.click("Close it", role="button")
    expect(page.get_by_text(f"“{OBJECTIVE}” is closed.")).to_be_visible()
    expect(page.get_by_text("The half that could, did.")).to_be_visible()


def close_cycle(ada: Reader) -> None:
    open_cycle(ada)
    expect(ada.page.get_by_text("Everything in it is closed")).to_be_visible()
    ada.click("Close the cycle", role="button")
    expect(ada.page.get_by_text(f"“{CYCLE}” is closed.")).to_be_visible()


def see_what_it_did(ada: Reader) -> None:
    effect = ada.page.get_by_role("region", name="What this cycle did to flow")
    for stream in ("Policy", "Platform", "Claims"):
        row = effect.locator("tbody tr").filter(has=ada.page.get_by_role("rowheader", name=stream))
        assert re.search(r"\d+\.\d → \d+\.\d", words(row.locator("[data-label='Velocity a week']")))
    for said in (LEARNT, SHOWED, NEXT):
        expect(ada.page.get_by_text(said)).to_be_visible()
    ada.shoot("cycle-closed")


def see_evidence(ada: Reader) -> None:
    page = ada.click("The evidence")
    expect(page.get_by_role("heading", name=OBJECTIVE)).to_be_visible()
    picture = page.locator("figure.chart").filter(has_text=OUTCOME)
    assert "score 50 %" in words(picture.locator("figcaption"))
    picture.get_by_text("The values as a table").click()
    expect(picture.get_by_role("row").filter(has_text="60").first).to_be_visible()
    assert page.locator("figure.chart").count() == 3
    ada.shoot("evidence")
