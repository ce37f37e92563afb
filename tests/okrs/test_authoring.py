"""The pages on which objectives are arranged, written again, put away, and picked for."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from okrflow.metrics.services import record_measurement
from okrflow.okrs.hard_rules import problems
from okrflow.okrs.models import Cycle, GoalChange, KeyResult, Objective
from okrflow.okrs.services import retire_key_result
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import cycle, drafted, published, raising, rights
from tests.okrs.test_pages import ROOT, client, content, sent


@pytest.fixture
def next_year(nw: Northwind) -> Cycle:
    year = timezone.now().year
    return cycle(nw, "Next year", date(year + 1, 1, 1), date(year + 2, 1, 1))


def undo_url(browser: Client, page: str) -> str:
    found = re.search(r'action="([^"]*/objectives/undo/[^"]*)"', browser.get(page).content.decode())
    assert found is not None
    return found[1]


# The form


def test_rows_are_dragged_and_duplicated_and_guards_stay_tied(nw: Northwind, running: Cycle) -> None:
    ids = ["019a0000-0000-7000-8000-00000000000" + digit for digit in "12"]
    rows = [{"uuid": ids[0], "title": "A"}, {"uuid": ids[1], "title": "B", "guard_for": ids[0]}]
    ben, url = client(nw, "ben"), f"{ROOT}objectives/new/?stream=policy"

    moved = ben.post(url, sent(running, *rows, action="move-1-0")).content.decode()
    copied = ben.post(url, sent(running, *rows, action="duplicate-0")).content.decode()
    ben.post(url, sent(running, *rows))

    assert titles(moved) == ["B", "A"]
    assert titles(copied) == ["A", "A", "B"]
    assert KeyResult.objects.get(title="B").guard_for == KeyResult.objects.get(title="A")


def titles(page: str) -> list[str]:
    tags = re.findall(r'<input[^>]*name="kr-\d+-title"[^>]*>', page)
    return [(re.search(r'value="([^"]*)"', tag) or ["", ""])[1] for tag in tags]


def test_a_moved_goal_keeps_its_reason(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    objective = published(nw, running, raising(nps, title="NPS"))
    row, ben = objective.key_results.get(), client(nw, "ben")
    url = f"{ROOT}objectives/{objective.uuid}/edit/"
    assert "Why does the goal move?" in content(ben.get(url))

    fields = {
        "uuid": str(row.uuid),
        "title": "NPS",
        "metric": f"m:{nps.uuid}",
        "baseline": "20",
        "target": "60",
    }
    ben.post(url, sent(running, fields | {"note": "The market moved."}, version=str(objective.version)))

    change = GoalChange.objects.get()
    assert (change.target_before, change.target, change.note) == (45, 60, "The market moved.")


def test_a_baseline_of_a_day_to_come_is_refused_at_its_field(nw: Northwind, running: Cycle) -> None:
    nps, later = metric(nw.organisation), (timezone.now() + timedelta(days=400)).date().isoformat()
    row = {"title": "NPS", "metric": f"m:{nps.uuid}", "baseline": "20", "baseline_on": later}

    page = content(client(nw, "ben").post(f"{ROOT}objectives/new/?stream=policy", sent(running, row)))

    assert "choose today or an earlier one" in page
    assert f'value="{later}"' in page
    assert not Objective.objects.exists()


def test_key_results_of_one_title_are_told_apart_before_publishing() -> None:
    rows = [KeyResult(title="NPS rises"), KeyResult(title="Calls fall"), KeyResult(title=" nps  Rises")]

    assert [found.place for found in problems(rows) if found.field == "title"] == [2]


def test_another_streams_name_asks_whose_it_is(nw: Northwind, running: Cycle) -> None:
    answer = client(nw, "ben").post(
        f"{ROOT}objectives/new/?stream=policy",
        sent(running, title="Share claims with platform", action="preview"),
    )

    assert "The text names Platform" in content(answer)


@pytest.mark.parametrize("start", ["flow-time", "waiting", "customer", "nonsense"])
def test_every_start_opens_the_form_without_invented_numbers(
    nw: Northwind, running: Cycle, start: str
) -> None:
    page = content(client(nw, "ben").get(f"{ROOT}objectives/new/?stream=policy&from={start}"))

    assert ("Started from" in page) == (start in {"flow-time", "customer"}), "nothing ever waited here"
    assert "How much" in page
    assert not Objective.objects.exists()


def test_the_picker_shows_values_and_only_what_fits(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    record_measurement(metric=nps, about_at=timezone.now(), value=Decimal("31.4"), note="", by=nw.ben)
    team_metric(nw.platform, "Their mood")
    url, ben = f"{ROOT}objectives/metrics/?stream=policy", client(nw, "ben")

    assert "31.4" in content(ben.get(f"{url}&q=mobile"))
    assert "Their mood" not in content(ben.get(url))
    assert "Nothing fits" in content(ben.get(f"{url}&q=zzz"))
    assert "Time in waiting, p85" in content(ben.get(f"{url}&q=waiting%20p85"))
    assert client(nw, "vic").get(url).status_code == 403


def test_two_editors_lose_neither_rows_nor_ties(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    objective = drafted(nw, running, raising(nps, title="Mine"), raising(nps, title="Theirs"))
    mine, theirs = objective.key_results.in_order()
    ben, mia = client(nw, "ben"), client(nw, "mia")
    url = f"{ROOT}objectives/{objective.uuid}/edit/"
    known = [str(mine.uuid), str(theirs.uuid)]
    as_read = [{"uuid": uuid, "title": title} for uuid, title in zip(known, ("Mine", "Theirs"), strict=True)]
    mia.post(url, sent(running, as_read[1], {"title": "Added"}, version="1", known=known))

    both = as_read[0], as_read[1] | {"guard_for": known[0]}
    conflict = ben.post(
        url, sent(running, *both, {"uuid": NEW_ROW, "title": "My own"}, version="1", known=known)
    )

    page = content(conflict)
    assert conflict.status_code == 409
    assert titles(conflict.content.decode()) == ["Mine", "Theirs", "My own", "Added"]
    assert page.count("Removed meanwhile by somebody else") == 1
    assert page.count("Added meanwhile by somebody else") == 1
    assert "Take theirs for Keeps honest" in page


NEW_ROW = "019a0000-0000-7000-8000-00000000000a"

# Arranging


def test_ranked_by_buttons_on_the_streams_page(nw: Northwind, running: Cycle) -> None:
    first, second = (drafted(nw, running, title=title) for title in ("First", "Second"))
    ben = client(nw, "ben")

    answer = ben.post(f"{ROOT}objectives/{second.uuid}/rank/", {"to": "up", "on": "stream"})

    assert answer.url == f"{ROOT}streams/policy/okrs/"
    page = content(ben.get(answer.url))
    assert page.index("Second") < page.index("First")
    ben.post(f"{ROOT}objectives/{second.uuid}/rank/", {"to": "before", "before": ""})
    first.refresh_from_db()
    assert first.rank == 1
    assert ben.post(f"{ROOT}objectives/{second.uuid}/rank/", {"to": "nowhere"}).status_code == 400


def test_duplicated_and_carried_over(nw: Northwind, running: Cycle, next_year: Cycle) -> None:
    objective = published(nw, running, raising(metric(nw.organisation)), title="It")
    mia, url = client(nw, "mia"), f"{ROOT}objectives/{objective.uuid}/"

    assert mia.post(f"{url}duplicate/").url.endswith("/edit/")
    assert "Next year" in content(mia.get(f"{url}carry-over/"))
    mia.post(f"{url}carry-over/", {"cycle": str(next_year.uuid)})
    again = content(mia.post(f"{url}carry-over/", {"cycle": str(next_year.uuid)}))

    assert "already" in again
    assert Objective.objects.get(cycle=next_year).carried_from == objective


def test_a_key_result_is_moved_on_its_page(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    source = published(nw, running, raising(nps, title="Goes"), raising(nps), title="Source")
    target = published(nw, running, raising(nps), title="Target")
    goes = source.key_results.get(title="Goes")
    ben = client(nw, "ben")

    answer = ben.post(f"{ROOT}key-results/{goes.uuid}/move/", {"to": str(target.uuid)})

    assert answer.url == target.get_absolute_url()
    assert "Goes" in content(ben.get(answer.url))


# Putting away


def test_archived_and_undone(nw: Northwind, running: Cycle) -> None:
    draft = drafted(nw, running, title="Perhaps")
    ben = client(nw, "ben")
    page = ben.post(f"{ROOT}objectives/{draft.uuid}/archive/").url
    assert "Perhaps" not in titles_of(ben, f"{ROOT}objectives/?cycle={running.slug}")
    assert "Perhaps" in titles_of(ben, f"{ROOT}objectives/?archived")

    ben.post(f"{ROOT}objectives/{draft.uuid}/archive/")
    ben.post(undo_url(ben, page))

    assert "Perhaps" in titles_of(ben, f"{ROOT}objectives/?cycle={running.slug}")


def titles_of(browser: Client, url: str) -> list[str]:
    page = browser.get(url).content.decode()
    return re.findall(r'class="objective-title"[^>]*><a [^>]*>([^<]*)</a>', page)


def test_a_deleted_draft_is_brought_back_by_who_deleted_it(nw: Northwind, running: Cycle) -> None:
    draft = drafted(nw, running, raising(metric(nw.organisation)), title="Perhaps")
    ben, url = client(nw, "ben"), f"{ROOT}objectives/{draft.uuid}/delete/"
    undo = undo_url(ben, ben.post(url).url)

    client(nw, "mia").post(undo)
    assert not Objective.objects.exists(), "an undo is for the one who did it"
    assert ben.post(undo).url == draft.get_absolute_url()
    assert Objective.objects.get().key_results.count() == 1


def test_after_a_minute_it_is_too_late(
    nw: Northwind, running: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, ben = drafted(nw, running), client(nw, "ben")
    undo = undo_url(ben, ben.post(f"{ROOT}objectives/{draft.uuid}/delete/").url)

    monkeypatch.setattr("okrflow.web.undo.TAKEN_S", -1)
    answer = ben.post(undo, follow=True)

    assert "too late" in content(answer)
    assert not Objective.objects.exists()


def test_retired_with_its_reason_and_undone(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    objective = published(nw, running, raising(nps, title="Kept"), raising(nps, title="Given up"))
    row, ben = objective.key_results.get(title="Given up"), client(nw, "ben")
    url = f"{ROOT}key-results/{row.uuid}/retire/"

    assert "Fill this in" in content(ben.post(url, {"why": ""}))
    page = ben.post(url, {"why": "Nobody measures it."}).url
    undo = undo_url(ben, page)

    assert "Nobody measures it." in content(ben.get(row.get_absolute_url()))
    assert 'value="Given up"' not in content(ben.get(f"{ROOT}objectives/{objective.uuid}/edit/"))
    ben.post(undo)
    row.refresh_from_db()
    assert row.retired_at is None


def test_saving_leaves_retired_key_results_alone(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    objective = published(nw, running, raising(nps, title="Kept"), raising(nps, title="Given up"))
    kept, gone = objective.key_results.in_order()
    retire_key_result(rights=rights(nw, "ben"), key_result=gone, why="Enough.")
    fields = {
        "uuid": str(kept.uuid),
        "title": "Kept",
        "metric": f"m:{nps.uuid}",
        "baseline": "20",
        "target": "45",
    }

    client(nw, "ben").post(
        f"{ROOT}objectives/{objective.uuid}/edit/", sent(running, fields, version=str(objective.version + 1))
    )

    assert objective.key_results.count() == 2


# Several at once


def several(browser: Client, *objectives: Any, **fields: str) -> str:
    uuids = [str(getattr(each, "uuid", each)) for each in objectives]
    return content(browser.post(f"{ROOT}objectives/several/", {"objective": uuids, **fields}))


def test_several_at_once_with_a_line_for_each(nw: Northwind, running: Cycle, next_year: Cycle) -> None:
    nps = metric(nw.organisation)
    mine = published(nw, running, raising(nps), title="Ours")
    theirs = published(nw, running, raising(nps), by="ada", title="Of all")
    foreign = "019a0000-0000-7000-8000-00000000000f"

    page = several(client(nw, "ben"), mine, theirs, foreign, act="carry-over", cycle=str(next_year.uuid))

    assert (page.count(">done<"), page.count(">not done<")) == (1, 2)
    assert "There is no such objective." in page
    assert [each.title for each in Objective.objects.filter(cycle=next_year)] == ["Ours"]


def test_several_change_their_cycle_and_their_keeper(nw: Northwind, running: Cycle, next_year: Cycle) -> None:
    rows = [published(nw, running, raising(metric(nw.organisation, f"M{n}"))) for n in "12"]
    ben = client(nw, "ben")

    several(ben, *rows, act="kept-by", keeper=str(nw.mia.pk))
    several(ben, *rows, act="cycle", cycle=str(next_year.uuid))

    assert {row.kept_by for row in KeyResult.objects.all()} == {nw.mia}
    assert {row.cycle for row in Objective.objects.all()} == {next_year}


def test_several_are_closed_with_a_reason_before_the_end(nw: Northwind, running: Cycle) -> None:
    rows = [published(nw, running, raising(metric(nw.organisation)))]
    ben = client(nw, "ben")

    assert ">not done<" in several(ben, *rows, act="close")
    assert ">done<" in several(ben, *rows, act="close", why="It came true early.")
    assert Objective.objects.get().is_closed
    assert "Choose the cycle." in several(ben, *rows, act="cycle")
    assert "None was chosen" in several(ben, act="close")


def test_who_writes_nothing_is_offered_nothing_to_change(nw: Northwind, running: Cycle) -> None:
    row = published(nw, running, raising(metric(nw.organisation)))
    key_result = row.key_results.get()
    offer, edit = "Change several at once", f"{ROOT}objectives/{row.uuid}/edit/"
    ben, vic = client(nw, "ben"), client(nw, "vic")

    assert offer in content(ben.get(f"{ROOT}objectives/"))
    assert offer not in content(vic.get(f"{ROOT}objectives/"))
    assert edit in content(ben.get(key_result.get_absolute_url()))
    several(ben, row, act="close", why="It came true early.")
    assert edit not in content(ben.get(key_result.get_absolute_url()))


# Summaries


def test_a_summary_for_a_chat(nw: Northwind, running: Cycle) -> None:
    objective = published(
        nw,
        running,
        raising(metric(nw.organisation), title="[NPS] *rises*"),
        raising(team_metric(nw.policy), title="Mood rises"),
        title="Customers love it",
    )

    text = client(nw, "ben").get(f"{ROOT}objectives/{objective.uuid}/summary.md").content.decode()

    assert text.startswith("**Customers love it** (POL-O-1)\nPolicy, This year")
    assert r"- \[NPS\] \*rises\* (POL-KR-1): " in text
    assert "Mood" not in text, "it goes to others"
    assert "- One measure of the team's own" in text
    assert f"http://testserver{objective.get_absolute_url()}" in text


def test_a_summary_of_a_cycle_has_no_drafts(nw: Northwind, running: Cycle) -> None:
    published(nw, running, raising(metric(nw.organisation)), title="Published")
    drafted(nw, running, title="A draft")

    answer = client(nw, "ben").get(f"{ROOT}cycles/{running.slug}/summary.md")

    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert "Published" in answer.content.decode()
    assert "A draft" not in answer.content.decode()
