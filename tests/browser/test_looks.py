"""Light, dark and narrow: kept as pictures, without anything sticking out."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.conftest import DESK, NARROWEST, PHONE, Invite, Reader

PAGES = {
    "sign-in": "/accounts/login/",
    "overview": "/o/northwind/",
    "objectives": "/o/northwind/objectives/",
    "stream": "/o/northwind/streams/policy/",
    "flow": "/o/northwind/streams/policy/flow/",
    "stages": "/o/northwind/streams/policy/stages/",
    "items": "/o/northwind/streams/policy/items/",
    "metrics": "/o/northwind/metrics/",
    "import": "/o/northwind/import/",
    "statuses": "/o/northwind/streams/policy/settings/statuses/",
    "settings": "/o/northwind/settings/members/",
    "how-we-count": "/help/how-we-count/",
    "alignment": "/o/northwind/alignment/",
    "what-moved": "/o/northwind/what-moved/",
    "proposals": "/o/northwind/proposals/",
    "proposal-form": "/o/northwind/proposals/new/?stream=policy",
    "impediments": "/o/northwind/impediments/",
    "review": "/o/northwind/review/",
    "checks": "/o/northwind/review/checks/",
    "check": "/o/northwind/review/checks/BN1/",
    "thresholds": "/o/northwind/settings/checks/",
    "cycles": "/o/northwind/cycles/",
    "inbox": "/o/northwind/inbox/",
    "notifications": "/o/northwind/notifications/",
    "who-can-do-what": "/o/northwind/who-can-do-what/",
    "import-okrs": "/o/northwind/import/okrs/",
    "plan": "/o/northwind/streams/policy/plan/",
    "past-check-ins": "/o/northwind/streams/policy/check-in/summaries/",
    "stream-settings": "/o/northwind/streams/policy/settings/",
}


def all_pages(reader: Reader) -> dict[str, str]:
    """The main pages, with an item, an objective and a key result of the demo."""
    found = dict(PAGES)
    for name, address, link in (
        ("item", PAGES["items"], "table.cards tbody th a"),
        ("objective", PAGES["objectives"], ".objective-title a"),
        ("key-result", PAGES["objectives"], "article.kr h3 a"),
        ("proposal", PAGES["proposals"], "table tbody th a"),
        ("impediment", PAGES["impediments"], "table tbody th a"),
        ("finding", PAGES["review"], ".findings a[href*='/findings/']"),
        ("cycle", PAGES["cycles"], "table tbody th a"),
        ("metric", PAGES["metrics"], "main a[href*='/metrics/']:not([href$='/new/'])"),
    ):
        found[name] = reader.go(address).locator(link).first.get_attribute("href") or ""
    found["objective-form"] = f"{found['objective']}edit/"
    found["timeline"] = f"{found['objective']}timeline/"
    found["stood-on"] = f"{found['timeline']}?on={datetime.now(UTC).date() - timedelta(days=30)}"
    found["check-in"] = f"{found['key-result']}check-in/"
    found["check-ins"] = f"{found['key-result']}check-ins/"
    found["evidence"] = f"{found['cycle']}evidence/"
    return found


@pytest.mark.parametrize(
    ("look", "width", "dark"),
    [("light", DESK, False), ("dark", DESK, True), ("375px", PHONE, False), ("320px", NARROWEST, True)],
)
def test_main_pages(invite: Invite, look: str, width: int, dark: bool) -> None:
    reader = invite(width=width, dark=dark)
    reader.go(PAGES["sign-in"])
    reader.shoot(f"sign-in-{look}")
    sticking_out = {"sign-in": reader.fits()}
    reader.sign_in_to_demo()
    for name, address in all_pages(reader).items():
        if name != "sign-in":
            reader.go(address)
            sticking_out[name] = reader.fits()
            if look != "320px":
                reader.shoot(f"{name}-{look}")

    assert {name: what for name, what in sticking_out.items() if what} == {}
