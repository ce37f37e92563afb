"""The page that says who can do what: computed, with the reader's own kind marked."""

import pytest

from okrflow.progress.who_can import KINDS, who_can
from tests.metrics.northwind import Northwind
from tests.ownership.acting import ROOT, belong, browser, okr_rights

WRITE = "Write objectives and key results"


def table(nw: Northwind, who: str = "ben") -> dict[str, dict[str, bool]]:
    _, groups = who_can(okr_rights(nw, who), [nw.policy, nw.platform])
    return {
        text: {column.kind.name: may for column, may in cells}
        for group in groups
        for text, cells in group.rows
    }


def test_it_says_what_the_rights_say(nw: Northwind) -> None:
    may = table(nw)

    assert {kind for kind, yes in may[WRITE].items() if yes} == {
        "Lead",
        "Member",
        "Lead and administrator, confirmed",
        "Member and administrator, confirmed",
    }
    assert {kind for kind, yes in may["Publish"].items() if yes} == {
        "Lead",
        "Lead and administrator, confirmed",
    }
    assert {kind for kind, yes in may["Make owners"].items() if yes} == {"Owner"}
    assert may["Read its team metrics"]["Member, viewer"]
    assert not may["Read its team metrics"]["Owner"]


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("ben", "Lead"),
        ("mia", "Member"),
        ("vic", "Member, viewer"),
        ("lin", "Editor"),
        ("adam", "Administrator"),
        ("ada", "Owner"),
    ],
)
def test_the_readers_own_kind_is_marked(nw: Northwind, who: str, kind: str) -> None:
    columns, _ = who_can(okr_rights(nw, who), [nw.policy])

    assert [column.kind.name for column in columns if column.streams] == [kind]


def test_everybody_is_of_one_kind_in_each_stream(nw: Northwind) -> None:
    belong(nw.policy, nw.adam)

    for who in ("ben", "mia", "vic", "lin", "adam", "ada"):
        columns, _ = who_can(okr_rights(nw, who), [nw.policy, nw.platform])
        assert sum(len(column.streams) for column in columns) == 2
    assert len({kind.name for kind in KINDS}) == len(KINDS)


def test_the_page_names_the_leads_and_the_administrators(nw: Northwind) -> None:
    shown = browser(nw, "vic").get(f"{ROOT}who-can-do-what/").content.decode()

    assert 'data-label="Leads">Ben' in shown
    assert "Ada, Adam" in shown


def test_without_streams_it_is_there_too(nw: Northwind) -> None:
    nw.policy.delete()
    nw.platform.delete()

    assert "no value stream yet" in browser(nw, "vic").get(f"{ROOT}who-can-do-what/").content.decode()
