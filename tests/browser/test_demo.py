"""What a visitor of the demo sees within a minute: what is slow, and why."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Reader, plain, words


def test_the_overview_leads_to_what_is_slow_and_why(ada: Reader) -> None:
    page = ada.page

    stops = page.get_by_role("region", name=re.compile("holds .* of flow time"))
    assert re.match(
        r"Where flow stops now Ready for analysis holds \d+ % of flow time in Claims", words(stops)
    )
    moved = page.locator("section.moved")
    assert "Policy" in words(moved) and "Ready for verification" in words(moved)
    assert re.search(r"Features take [\d.]+ days instead of [\d.]+\.", words(moved))

    stops.get_by_role("link", name="Look at the stages").click()
    page.wait_for_url("**/streams/claims/stages/**")
    expect(page.locator(".stage.is-bottleneck")).to_contain_text("Ready for analysis")


def test_the_stages_of_policy_show_the_line_from_first_to_last(ada: Reader) -> None:
    page = ada.go("/o/northwind/streams/policy/stages/?days=180")

    expect(page.locator(".river-picture")).to_be_visible()
    assert page.locator(".stage").count() == page.locator(".river tbody tr").count()
    shares = [
        float(plain(share).removesuffix(" %")) for share in page.locator(".stage strong").all_inner_texts()
    ]
    assert abs(sum(shares) - 100) <= len(shares) / 2


def test_an_item_shows_its_history(ada: Reader) -> None:
    page = ada.go("/o/northwind/streams/policy/items/?shown=all&order=-flow_time")
    page.locator("table.cards tbody th a").first.click()

    expect(page.get_by_role("img", name=re.compile("stays of the item"))).to_be_visible()
    stays = page.get_by_role("table").locator("tbody tr")
    assert stays.count() >= 2
    assert page.locator(".timeline rect[class^=st-]").count() <= stays.count()


def test_the_figures_of_the_overview_lead_to_their_items(ada: Reader) -> None:
    page = ada.page
    row = page.locator("table.streams tbody tr").filter(has_text="Claims")
    load = row.get_by_role("cell").nth(3).get_by_role("link")
    figure = plain(load.inner_text())

    load.click()

    expect(page.locator("nav.pages")).to_contain_text(re.compile(rf"of {figure}\s"))
