"""Light, dark and narrow: kept as pictures, without anything sticking out."""

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
}


def all_pages(reader: Reader) -> dict[str, str]:
    """The main pages, with an item, an objective and a key result of the demo."""
    found = dict(PAGES)
    for name, address, link in (
        ("item", PAGES["items"], "table.cards tbody th a"),
        ("objective", PAGES["objectives"], ".objective-title a"),
        ("key-result", PAGES["objectives"], "article.kr h3 a"),
    ):
        found[name] = reader.go(address).locator(link).first.get_attribute("href") or ""
    found["objective-form"] = f"{found['objective']}edit/"
    found["check-in"] = f"{found['key-result']}check-in/"
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
