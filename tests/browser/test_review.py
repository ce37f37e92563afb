"""The review beside the form: it reacts while one types, stops what must not be published, and gives way once it is mended."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Invite, Reader, words

NEW = "/o/northwind/objectives/new/?stream=platform&from=flow-time"


@pytest.fixture
def lin(invite: Invite) -> Reader:
    """Lin, who leads Platform, with a new objective before her."""
    reader = invite()
    reader.sign_in_to_demo("Lin Zhou")
    reader.page.on("dialog", lambda dialog: dialog.accept())
    reader.go(NEW)
    if reader.page.get_by_role("button", name="Throw it away").count():
        reader.click("Throw it away", role="button")
        expect(reader.page.get_by_text("is thrown away")).to_be_visible()
        reader.go(NEW)
    return reader


def finding(page: Page, check: str) -> Locator:
    """What stands beside the form about it, folded or not."""
    return page.locator("#beside li").filter(has=page.locator(f"a:text-is('{check}')"))


def type_into(field: Locator, text: str) -> None:
    """As a person types: key by key, in place of what is there."""
    field.press("ControlOrMeta+a")
    field.press_sequentially(text)


def test_findings_come_and_go_while_one_types(lin: Reader) -> None:
    page = lin.page
    title = page.get_by_label("Objective", exact=True)
    first = page.locator("#kr-0").get_by_label("Key result", exact=True)
    expect(page.locator("#beside")).not_to_contain_text("Findings show here while you write")
    expect(page.locator("#beside")).to_have_attribute("aria-live", "polite")

    type_into(title, "Deliver the new hosting platform by March")
    expect(finding(page, "RM5")).to_contain_text("Put “Deliver the new hosting platform” on the plan")
    expect(title).to_be_focused()
    type_into(title, "Ben Okafor gets his changes live sooner")
    expect(finding(page, "MM2")).to_contain_text("“Ben Okafor” is a person.")
    expect(finding(page, "RM5")).to_have_count(0)
    lin.shoot("review-beside")
    type_into(title, "Changes go live sooner")
    expect(finding(page, "MM2")).to_have_count(0)

    type_into(first, "Deliver the new hosting platform by March")
    expect(finding(page, "RM1")).to_contain_text("is something you do")
    expect(first).to_be_focused()
    type_into(first, "85 % of the changes are live within a day")
    expect(finding(page, "RM1")).to_have_count(0)


def test_a_finding_leads_to_how_it_is_found_and_what_helps(lin: Reader) -> None:
    page = lin.page
    type_into(
        page.locator("#kr-0").get_by_label("Key result", exact=True),
        "Deliver the new hosting platform by March",
    )
    expect(finding(page, "RM1")).to_have_count(1)

    page.locator("#beside summary").click()
    finding(page, "RM1").get_by_role("link", name="RM1").click()

    page.wait_for_url("**/review/checks/RM1/")
    assert "RM1" in words(page.locator("main")) + words(page.locator("header").last)


def test_a_block_keeps_it_from_being_published_until_it_is_mended(lin: Reader) -> None:
    """A baseline that is not what was computed: said beside the form, refused at its field, and then accepted."""
    page = lin.page
    title, said = "Changes are live the day they are done", "keeps it from being published"
    page.get_by_label("Objective", exact=True).fill(title)
    baseline = page.locator("#kr-0").get_by_label("From (baseline)")
    computed = baseline.input_value()
    type_into(baseline, "99")
    expect(finding(page, "BN3").locator(".sev")).to_have_text("block")
    expect(page.locator("#beside")).to_contain_text(said)
    lin.click("Save and publish", role="button")

    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    lin.troubles.clear()  # the refusal
    expect(baseline).to_have_attribute("aria-invalid", "true")
    expect(baseline).to_have_value("99")
    lin.shoot("review-blocks")

    type_into(baseline, computed)
    expect(page.locator("#beside")).not_to_contain_text(said)
    lin.click("Save and publish", role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("is published.")).to_be_visible()
