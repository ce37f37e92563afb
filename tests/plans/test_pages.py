"""The plan as people use it, without JavaScript."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from okrflow.plans.models import PlanEntry
from okrflow.plans.services import PlanEntryGiven, cancel_plan_entry, create_plan_entry
from okrflow.work_items.models import WorkItem
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july, today
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import cycle, drafted, published, raising
from tests.plans.given import EARLIER, NOW, finished, going, planned, rights

PLAN = "/o/northwind/streams/policy/plan/"


def client(nw: Northwind, name: str) -> Client:
    browser = Client()
    browser.force_login(getattr(nw, name))
    return browser


def content(answer: Any) -> str:
    return re.sub(r"[ \n\t]+", " ", answer.content.decode())


def shown(answer: Any) -> list[str]:
    """The titles of what is still to be delivered, in order."""
    return re.findall(r'data-entry="[^"]*" data-title="([^"]*)"', answer.content.decode())


def typed(**fields: Any) -> dict[str, Any]:
    return {"title": "Photos", "note": "", "from_on": "", "last_on": "", "items": ""} | fields


# The page


def test_an_empty_plan_says_what_it_is_for(nw: Northwind) -> None:
    assert "Nothing is planned" in content(client(nw, "ben").get(PLAN))
    assert "Ask one of its leads" in content(client(nw, "lin").get(PLAN))


def test_entries_in_order_with_items_bets_and_commitment(nw: Northwind) -> None:
    running = cycle(nw)
    bet = published(nw, running, raising(metric(nw.organisation), title="NPS rises")).key_results.get()
    secret = drafted(nw, running, raising(None, title="Not told yet")).key_results.get()
    items = finished(nw.policy, "P-1", 8), going(nw.policy, "P-2")
    planned(nw, "Photos", *items, days=(6, 13), now=EARLIER, bets=[bet, secret])
    planned(nw, "Films")
    planned(nw, "Delivered", items[0])
    cancel_plan_entry(rights=rights(nw, "ben"), plan_entry=planned(nw, "Given up"), now=NOW)

    lin, mia = client(nw, "lin").get(PLAN), client(nw, "mia").get(PLAN)

    assert shown(mia) == ["Photos", "Films"]
    page = content(mia)
    assert "Not an OKR" in page
    assert "1 of 2\u00a0items done" in page and "6\u00a0Jul\u00a02026 to 12\u00a0Jul\u00a02026" in page
    assert f'href="/o/northwind/key-results/{bet.uuid}/"' in page and "Not told yet" in page
    assert "Done (1)" in page and "Cancelled (1)" in page
    assert "NPS rises" in content(lin) and "Not told yet" not in content(lin)
    assert "data-move" not in content(lin)


def test_the_line_down_to_which_one_comes(nw: Northwind) -> None:
    now = timezone.now()
    for number in range(60):
        started = now - timedelta(days=number, hours=3)
        make.item(
            nw.policy,
            f"D-{number}",
            make.event(started, "active"),
            make.event(started + timedelta(hours=1), "done"),
        )
    planned(nw, "Next", going(nw.policy, "P-1"), now=now)
    planned(
        nw,
        "Some day",
        *(make.item(nw.policy, f"X-{n}", make.event(july(1), "new")) for n in range(90)),
        now=now,
    )

    refresh_stream(nw.policy, now=now)

    page = content(client(nw, "mia").get(f"{PLAN}?by={today() + timedelta(days=9)}"))

    assert re.search(r"Next</a>.*At <strong>50\u202f%</strong> you finish down to here.*Some day</a>", page)
    for wrong in ("2020-01-01", "never", str(today() + timedelta(days=800))):
        assert 'role="alert"' in content(client(nw, "mia").get(f"{PLAN}?by={wrong}"))


def test_the_page_asks_as_much_for_many_entries_as_for_one(nw: Northwind) -> None:
    browser, asked = client(nw, "mia"), []
    for first, end in ((0, 1), (1, 9)):
        for number in range(first, end):
            planned(nw, f"Entry {number}", going(nw.policy, f"P-{number}"), days=(6, 13), now=EARLIER)
        browser.get(PLAN)
        with CaptureQueriesContext(connection) as queries:
            browser.get(PLAN)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 20


# The order


@pytest.mark.parametrize(
    ("moved", "to", "order"),
    [
        ("C", "top", "CAB"),
        ("C", "up", "ACB"),
        ("A", "down", "BAC"),
        ("A", "up", "ABC"),
        ("C", "down", "ABC"),
        ("B", "down", "ACB"),
    ],
)
def test_buttons_move_an_entry(nw: Northwind, moved: str, to: str, order: str) -> None:
    entries = {title: planned(nw, title) for title in "ABC"}
    browser = client(nw, "mia")

    answer = browser.post(f"{PLAN}{entries[moved].uuid}/move/", {"to": to})

    assert answer.url == f"{PLAN}?#entry-{entries[moved].uuid}"
    assert "".join(shown(browser.get(PLAN))) == order


def test_dropped_before_another_or_at_the_end(nw: Northwind) -> None:
    entries = {title: planned(nw, title) for title in "ABC"}
    browser = client(nw, "mia")

    browser.post(f"{PLAN}{entries['C'].uuid}/move/", {"to": "before", "before": str(entries["A"].uuid)})
    browser.post(f"{PLAN}{entries['A'].uuid}/move/", {"to": "before", "before": ""})

    assert "".join(shown(browser.get(PLAN))) == "CBA"
    for wrong in ({"to": "before", "before": "x"}, {"to": "left"}, {}):
        assert browser.post(f"{PLAN}{entries['A'].uuid}/move/", wrong).status_code == 400


def test_what_is_done_is_not_counted_as_a_place(nw: Northwind) -> None:
    planned(nw, "A"), planned(nw, "Done", finished(nw.policy, "P-1", 5))
    last = planned(nw, "B")
    browser = client(nw, "mia")

    browser.post(f"{PLAN}{last.uuid}/move/", {"to": "up"})

    assert shown(browser.get(PLAN)) == ["B", "A"]


def test_who_does_not_write_it_reads_whom_to_ask(nw: Northwind) -> None:
    planned(nw, "Photos")

    page = content(client(nw, "vic").get(PLAN))

    assert "The plan of Policy is written by its own members. Ask one of its leads to add you." in page
    assert "Ask one of its leads" not in content(client(nw, "mia").get(PLAN))


# The form


def test_an_entry_is_planned_and_changed(nw: Northwind) -> None:
    running = cycle(nw, "This year", date(today().year, 1, 1), date(today().year + 1, 1, 1))
    bet = published(nw, running, raising(metric(nw.organisation))).key_results.get()
    going(nw.policy, "P-1"), going(nw.policy, "P-2")
    browser, soon = client(nw, "mia"), today() + timedelta(days=7)

    browser.post(
        f"{PLAN}new/",
        typed(from_on=str(soon), last_on=str(soon), items="p-1,\nP-2", bets=[str(bet.uuid)]),
    )

    entry = PlanEntry.objects.get()
    assert (entry.from_on, entry.to_on) == (soon, soon + timedelta(days=1))
    assert sorted(entry.work_items.values_list("key", flat=True)) == ["P-1", "P-2"]
    assert list(entry.bets.all()) == [bet]
    form = content(browser.get(f"{PLAN}{entry.uuid}/edit/"))
    assert "P-1, P-2</textarea>" in form and f'value="{soon}"' in form
    browser.post(f"{PLAN}{entry.uuid}/edit/", typed(version="1", title="Films"))
    entry.refresh_from_db()
    assert (entry.title, entry.to_on, entry.work_items.count(), entry.bets.count()) == ("Films", None, 0, 0)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "Fill this in"),
        ({"from_on": "2027-07-01"}, "Give both, or neither"),
        ({"from_on": "2027-07-02", "last_on": "2027-07-01"}, "ends before it begins"),
        ({"items": "P-9"}, "no work item called “P-9”"),
        ({"items": "P-1"}, "Several tools have an item called “P-1”"),
        ({"from_on": "2026-07-01", "last_on": "2027-07-01"}, "changed by the leads of Policy"),
    ],
)
def test_wrong_input_is_kept_and_said_at_its_field(nw: Northwind, fields: dict[str, str], words: str) -> None:
    going(nw.policy, "P-1")
    WorkItem.objects.create(organisation=nw.organisation, source="other", external_id="1", key="P-1")

    page = content(client(nw, "mia").post(f"{PLAN}new/", typed(note="Mind the cost", **fields)))

    assert words in page and "Mind the cost" in page and "Not saved yet" in page
    assert not PlanEntry.objects.exists()


def test_of_keys_that_differ_in_case_only_the_one_written_so_is_meant(nw: Northwind) -> None:
    going(nw.policy, "P-1")
    WorkItem.objects.create(organisation=nw.organisation, source="other", external_id="1", key="p-1")

    client(nw, "mia").post(f"{PLAN}new/", typed(items="p-1"))

    assert [item.source for item in PlanEntry.objects.get().work_items.all()] == ["other"]


def test_of_two_who_save_at_once_the_second_chooses_field_by_field(nw: Northwind) -> None:
    entry = planned(nw, "Photos", going(nw.policy, "P-1"))
    edit = f"{PLAN}{entry.uuid}/edit/"
    client(nw, "ben").post(edit, typed(version="1", title="Photos and films", note="Bens", items="P-1"))
    mia = client(nw, "mia")

    page = content(mia.post(edit, typed(version="1", title="Photos only", note="Mias", items="P-1")))

    assert "nothing is lost" in page and 'value="Photos only"' in page
    assert "<q>Photos and films</q>" in page and "<q>Bens</q>" in page and "for Work items" not in page
    mia.post(edit, typed(version="2", title="Photos only", note="Mias", items="P-1", take=["title"]))
    entry.refresh_from_db()
    assert (entry.title, entry.note, entry.version) == ("Photos and films", "Mias", 3)


def test_a_member_cannot_change_what_has_begun_and_reads_why(nw: Northwind) -> None:
    entry = planned(nw, "Photos", going(nw.policy, "P-1"), days=(6, 13), now=EARLIER)
    mia = client(nw, "mia")

    page = content(mia.get(f"{PLAN}{entry.uuid}/edit/"))
    mia.post(f"{PLAN}{entry.uuid}/edit/", typed(version="1", title="Films"))

    assert "changed by the leads of Policy" in page
    entry.refresh_from_db()
    assert (entry.title, entry.from_on is None, entry.work_items.count()) == ("Films", False, 1)


# One entry


def test_an_entry_tells_which_items_were_in_time(nw: Northwind) -> None:
    items = finished(nw.policy, "P-1", 8), finished(nw.policy, "P-2", 20), going(nw.policy, "P-3")
    entry = planned(nw, "Photos", *items, days=(6, 13), now=EARLIER)

    page = content(client(nw, "vic").get(f"{PLAN}{entry.uuid}/"))

    assert page.count('<span class="chip good">yes</span>') == 1
    assert page.count('<span class="chip">no</span>') == 2
    assert "Edit</a>" not in page


def test_cancelled_restored_and_deleted_from_its_page(nw: Northwind) -> None:
    ahead, begun = planned(nw, "Ahead"), planned(nw, "Begun", days=(6, 13))
    mia = client(nw, "mia")

    mia.post(f"{PLAN}{ahead.uuid}/cancel/")
    assert "Its key results stay as they are" in content(mia.get(f"{PLAN}{ahead.uuid}/"))
    mia.post(f"{PLAN}{ahead.uuid}/restore/")
    assert shown(mia.get(PLAN)) == ["Ahead", "Begun"]
    mia.post(f"{PLAN}{ahead.uuid}/delete/")
    refused = mia.post(f"{PLAN}{begun.uuid}/delete/", follow=True)

    assert "Cancel it instead" in content(refused)
    assert shown(mia.get(PLAN)) == ["Begun"]


def test_predictability_leads_to_exactly_its_items(nw: Northwind) -> None:
    planned(nw, "Photos", finished(nw.policy, "P-1", 8), going(nw.policy, "P-2"), days=(6, 13), now=EARLIER)
    mia, july_days = client(nw, "mia"), "from=2026-07-01&to=2026-08-01"

    whole = content(mia.get(f"{PLAN}committed/?{july_days}"))
    kept = content(mia.get(f"{PLAN}committed/?{july_days}&shown=kept"))
    missed = content(mia.get(f"{PLAN}committed/?{july_days}&shown=missed"))

    assert "All 2" in whole and "In time 1" in whole and "P-1" in whole and "P-2" in whole
    assert ("P-1</a>" in kept, "P-2</a>" in kept) == (True, False)
    assert ("P-1</a>" in missed, "P-2</a>" in missed) == (False, True)


def test_what_was_written_afterwards_is_marked_and_counted(nw: Northwind) -> None:
    today = timezone.now()
    first = today.date() - timedelta(days=10)
    entry = PlanEntryGiven(
        title="Photos",
        from_on=first,
        to_on=first + timedelta(days=5),
        work_items=[finished(nw.policy, "P-1", 8)],
    )
    made = create_plan_entry(
        rights=rights(nw, "ben"), value_stream=nw.policy, given=entry, now=today - timedelta(days=2)
    )
    mia = client(nw, "mia")

    plan, page = content(mia.get(PLAN)), content(mia.get(made.get_absolute_url()))
    days = f"from={first - timedelta(days=1)}&to={today.date()}"
    behind = content(mia.get(f"{PLAN}committed/?{days}&shown=afterwards"))

    assert "1</a> of them written afterwards" in plan
    assert page.count("written afterwards") == 2  # the entry and its item
    assert "P-1</a>" in behind and "Written afterwards 1" in behind
