"""What a page offers, it does not refuse: main pages as each role, and what each of their links leads to."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Invite, Reader, words
from tests.browser.people import arriving, bring
from tests.real import Launcher

ROOT = "/o/northwind/"
ORGANISATION = (
    "", "objectives/", "alignment/", "cycles/", "metrics/", "review/", "impediments/", "proposals/", "inbox/",
    "notifications/", "streams/", "settings/members/", "who-can-do-what/",
)  # fmt: skip
STREAM = (
    "", "stages/", "what-if/", "experiments/", "items/", "okrs/", "check-in/summaries/", "plan/", "settings/",
)  # fmt: skip
TELLING = {"stream", "objective", "key_result", "scenario"}
ROLES = {
    "owner": "Ada", "lead": "Ben", "viewer": "Vic", "administrator in a stream": "Adam", "member": "Mia",
    "viewer in a stream": "Vera",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def newcomers(okrflow: Launcher) -> None:
    bring(okrflow)


def shape(address: str) -> str:
    """What addresses of one kind have in common: what is said about whom counts, windows and pages do not."""
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", urlsplit(address).path)
    path = re.sub(r"/(metrics|cycles|checks)/(?!new/)[^/]+/", r"/\1/NAME/", path)
    path = re.sub(r"/k/[^/]+/", "/k/KEY/", path)
    names = {part.partition("=")[0] for part in urlsplit(address).query.split("&")}
    return f"{path}?{'&'.join(sorted(names & TELLING))}"


def links(reader: Reader) -> list[str]:
    """The addresses of okrflow's own that the page links to; signing out is no page to look at."""
    found = reader.page.eval_on_selector_all(
        "a[href]", "all => all.map((each) => new URL(each.getAttribute('href'), location).href)"
    )
    own = (address.partition("#")[0] for address in found)
    return [address for address in own if address.startswith(reader.origin) and "/logout/" not in address]


def main_pages(reader: Reader) -> Iterator[str]:
    """Those with fixed addresses, then an objective and a key result of each owner, as the lists lead to them."""
    yield from (f"{ROOT}{page}" for page in ORGANISATION)
    yield from (f"{ROOT}streams/{stream}/{page}" for stream in ("policy", "claims") for page in STREAM)
    for listed in (f"{ROOT}objectives/", f"{ROOT}streams/policy/okrs/", f"{ROOT}streams/claims/okrs/"):
        for selector in (".objective-title a", "article.kr h3 a"):
            yield reader.go(listed).locator(selector).first.get_attribute("href") or ""


@pytest.mark.parametrize("role", ROLES)
def test_no_link_leads_to_a_refusal(invite: Invite, role: str) -> None:
    """Main pages are opened; what their links lead to is asked for, one address of each kind."""
    reader = arriving(invite, ROLES[role])
    offered: dict[str, tuple[str, str]] = {}

    for address in list(main_pages(reader)):
        reader.go(address)
        for link in links(reader):
            offered.setdefault(shape(link), (link, address))

    statuses = {kind: reader.context.request.get(link).status for kind, (link, _) in offered.items()}
    refused = [f"{offered[kind]}: {status}" for kind, status in statuses.items() if status >= 400]
    assert not refused, "\n".join(refused)
    assert len(offered) > 60, "the walk goes through most of okrflow"


def test_an_outsider_finds_nothing_of_northwind(invite: Invite) -> None:
    olga = arriving(invite, "Olga")
    assert "Northwind" not in words(olga.page.locator("body"))
    assert not [link for link in links(olga) if "northwind" in link]

    statuses = {
        page: olga.context.request.get(f"{ROOT}{page}").status
        for page in (*ORGANISATION, *(f"streams/policy/{each}" for each in STREAM))
    }

    assert set(statuses.values()) == {404}, statuses
