"""The pages of OKRs as people use them."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from okrflow.metrics.models import Measure, Metric
from okrflow.metrics.services import record_measurement
from okrflow.okrs.given import FlowGiven
from okrflow.okrs.models import CheckIn, Cycle, KeyResult, Objective
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import drafted, published, raising

ROOT = "/o/northwind/"


def client(nw: Northwind, name: str) -> Client:
    browser = Client()
    browser.force_login(getattr(nw, name))
    return browser


def sent(of: Cycle, *rows: dict[str, str], **fields: Any) -> dict[str, Any]:
    """What the form sends."""
    data: dict[str, Any] = {
        "title": "Customers love it",
        "cycle": str(of.uuid),
        "rows": str(len(rows)),
        "action": "save",
    }
    for place, row in enumerate(rows):
        defaults = {"aim": "raise", "target_form": "absolute", "ambition": "aspirational"}
        data |= {f"kr-{place}-{name}": value for name, value in (defaults | row).items()}
    return data | fields


def content(response: Any) -> str:
    return re.sub(r"[ \n\t]+", " ", response.content.decode())


# The form


def test_an_objective_with_three_key_results_in_one_form(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    share = metric(nw.organisation, "Market share", unit_kind="percent")
    ben = client(nw, "ben")

    answer = ben.post(
        f"{ROOT}objectives/new/?stream=policy",
        sent(
            running,
            {"title": "NPS rises", "metric": f"m:{nps.uuid}", "baseline": "31,5", "target": "20 %", "target_form": "relative"},
            {"title": "Faster", "metric": "f:flow_time_p85", "item_kind": "0", "aim": "lower", "baseline": "20",
             "target": "30", "target_form": "relative"},
            {"title": "Share", "metric": f"m:{share.uuid}", "baseline": "22", "target": "10", "target_form": "change"},
            action="publish",
        ),
    )  # fmt: skip

    objective = Objective.objects.get()
    assert answer.url == f"{ROOT}objectives/{objective.uuid}/"
    assert (objective.state, objective.value_stream) == ("published", nw.policy)
    rows = list(objective.key_results.select_related("metric").in_order())
    assert [row.target for row in rows] == [Decimal("37.8"), Decimal(14), Decimal("0.32")]
    assert [row.target_typed for row in rows] == [Decimal("0.2"), Decimal("-0.3"), Decimal("0.1")]
    assert rows[1].metric is not None and rows[1].metric.slug == "policy-flow-time-of-features-p85"
    page = content(ben.get(answer.url))
    assert "22.0\u202f%" in page and "32.0\u202f%" in page


def test_wrong_input_keeps_what_was_typed_and_says_where(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)

    answer = client(nw, "ben").post(
        f"{ROOT}objectives/new/?stream=policy",
        sent(
            running,
            {"title": "NPS", "metric": f"m:{nps.uuid}", "baseline": "1.200", "target": "many"},
            title="",
        ),
    )

    page = content(answer)
    assert not Objective.objects.exists()
    assert 'value="1.200"' in page and 'value="many"' in page
    assert "Do you mean 1200 or 1.2?" in page
    assert 'id="id_kr-0-baseline_error"' in page or "id_kr-0-baseline" in page
    assert page.count('class="errorlist"') == 3


def test_publishing_what_is_incomplete_says_so_at_the_field_and_keeps_the_text(
    nw: Northwind, running: Cycle
) -> None:
    nps = metric(nw.organisation)

    answer = client(nw, "ben").post(
        f"{ROOT}objectives/new/?stream=policy",
        sent(running, {"title": "NPS", "metric": f"m:{nps.uuid}", "baseline": "31"}, action="publish"),
    )

    assert "To what? Give the target." in content(answer)
    assert 'value="NPS"' in content(answer)
    assert not Objective.objects.exists()


@pytest.mark.parametrize(
    ("action", "titles"),
    [("add", ["A", "B", ""]), ("remove-0", ["B"]), ("down-0", ["B", "A"]), ("up-1", ["B", "A"]), ("up-0", ["A", "B"]),
     ("remove-99999999999999", ["A", "B"]), ("nonsense", ["A", "B"])],
)  # fmt: skip
def test_rows_are_arranged_without_script_and_without_complaints(
    nw: Northwind, running: Cycle, action: str, titles: list[str]
) -> None:
    answer = client(nw, "ben").post(
        f"{ROOT}objectives/new/?stream=policy",
        sent(running, {"title": "A", "target": "x"}, {"title": "B"}, action=action),
    )

    page = answer.content.decode()
    found = [
        (re.search(r'value="([^"]*)"', tag) or [None, ""])[1]
        for tag in re.findall(r'<input[^>]*name="kr-\d+-title"[^>]*>', page)
    ]
    assert found == titles
    assert "errorlist" not in page


def test_baselines_are_proposed_with_their_date(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    record_measurement(metric=nps, about_at=timezone.now(), value=Decimal("31.4"), note="", by=nw.ben)
    rows = [{"title": "NPS", "metric": f"m:{nps.uuid}", "target": "30", "target_form": "relative"}]

    page = content(
        client(nw, "ben").post(f"{ROOT}objectives/new/?stream=policy", sent(running, *rows, action="propose"))
    )

    assert 'value="31.4"' in page
    assert f'value="{timezone.now().date().isoformat()}"' in page
    assert "Target: 40.8\u00a0points, up by 9.4\u00a0points." in page


def test_a_typed_baseline_is_not_overwritten(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    record_measurement(metric=nps, about_at=timezone.now(), value=Decimal(31), note="", by=nw.ben)
    row = {"title": "NPS", "metric": f"m:{nps.uuid}", "baseline": "28"}

    page = content(
        client(nw, "ben").post(f"{ROOT}objectives/new/?stream=policy", sent(running, row, action="propose-0"))
    )

    assert 'value="28"' in page and 'value="31"' not in page
    assert "Today: 31.0\u00a0points on" in page


@pytest.mark.parametrize("stream", ["nowhere", "%00", "a%0Ab"])
def test_a_stream_that_is_not_there_is_404(nw: Northwind, running: Cycle, stream: str) -> None:
    assert client(nw, "ben").get(f"{ROOT}objectives/new/?stream={stream}").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [{"rows": "99999999999"}, {"rows": "-1"}, {"rows": "x"}, {"version": "9" * 30}, {"action": "propose-999999999999"},
     {"kr-0-metric": "f:nonsense"}, {"kr-0-stage": "x"}, {"kr-0-baseline": "NaN"}, {"kr-0-baseline": "1e308"},
     {"kr-0-target": "9" * 14, "kr-0-target_form": "relative"}, {"kr-0-baseline_on": "0001-01-01"},
     {"title": "a\x00b"}, {"why": "a" * 5001}, {"take": ["nonsense"]}, {"kr-0-uuid": "x"}, {"kr-0-title": "a" * 201}],
)  # fmt: skip
def test_nothing_that_is_sent_breaks_the_form(nw: Northwind, running: Cycle, fields: dict[str, Any]) -> None:
    nps = metric(nw.organisation)
    row = {"title": "NPS", "metric": f"m:{nps.uuid}", "baseline": "99999999999", "target": "1"}

    answer = client(nw, "ben").post(f"{ROOT}objectives/new/?stream=policy", sent(running, row) | fields)

    assert answer.status_code in {200, 302}


def test_the_picker_offers_what_fits(nw: Northwind, running: Cycle) -> None:
    metric(nw.organisation)
    team_metric(nw.policy, "Deployments")
    team_metric(nw.platform, "Pipelines")

    of_policy = content(client(nw, "ben").get(f"{ROOT}objectives/new/?stream=policy"))
    of_all = content(client(nw, "ada").get(f"{ROOT}objectives/new/"))

    assert "Mobile NPS" in of_policy and "Deployments" in of_policy and "Pipelines" not in of_policy
    assert "Time in a stage, p85" in of_policy and "Time in a stage, p85" not in of_all
    assert "Deployments" not in of_all


def test_an_objective_is_edited_and_shows_what_was_typed(nw: Northwind, running: Cycle) -> None:
    objective = drafted(
        nw,
        running,
        raising(metric(nw.organisation, unit_kind="percent"), "0.22", "0.3", target_form="relative"),
    )

    page = content(client(nw, "mia").get(f"{ROOT}objectives/{objective.uuid}/edit/"))

    assert re.search(r'name="kr-0-baseline" value="22"', page)
    assert re.search(r'name="kr-0-target" value="30"', page)
    assert "Target: 28.6\u202f%, up by 6.6\u00a0points." in page


# Two at once


def test_the_second_to_save_sees_both_texts_and_takes_what_they_like(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    draft = drafted(nw, running, raising(nps, title="NPS rises"))
    row = draft.key_results.get()
    address = f"{ROOT}objectives/{draft.uuid}/edit/"
    same = {
        "uuid": str(row.uuid),
        "metric": f"m:{nps.uuid}",
        "baseline": "20",
        "baseline_on": "2026-07-01",
        "target": "45",
    }
    known = {"version": "1", "known": [str(row.uuid)]}
    client(nw, "mia").post(
        address,
        sent(running, same | {"title": "Hers"}, {"title": "Added by her"}, title="Her objective", **known),
    )

    ben = client(nw, "ben")
    conflict = ben.post(
        address,
        sent(running, same | {"title": "His", "target": "50"}, title="His objective", why="His why", **known),
    )

    page = content(conflict)
    assert conflict.status_code == 409
    assert all(
        text in page for text in ("His objective", "His why", "His", "Her objective", "Hers", "Added by her")
    )
    assert "Added meanwhile by somebody else" in page
    assert 'name="version" value="2"' in page
    added = KeyResult.objects.get(title="Added by her")
    answer = ben.post(
        address,
        sent(
            running,
            same | {"title": "His", "target": "50"},
            {"uuid": str(added.uuid), "title": "Added by her"},
            title="His objective",
            why="His why",
            version="2",
            known=[str(row.uuid), str(added.uuid)],
            take=["title", f"{row.uuid}.title"],
        ),
    )
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.why, draft.version) == ("Her objective", "His why", 3)
    assert [(each.title, each.target) for each in draft.key_results.in_order()] == [
        ("Hers", 50),
        ("Added by her", None),
    ]


def test_what_they_removed_is_put_back_by_saving(nw: Northwind, running: Cycle) -> None:
    draft = drafted(nw, running, raising(None, title="Kept"))
    row = draft.key_results.get()
    address = f"{ROOT}objectives/{draft.uuid}/edit/"
    known = {"known": [str(row.uuid)]}
    client(nw, "mia").post(address, sent(running, version="1", **known))
    ben = client(nw, "ben")
    mine = {"uuid": str(row.uuid), "title": "Kept"}

    page = content(ben.post(address, sent(running, mine, version="1", **known)))
    ben.post(address, sent(running, mine, version="2", **known))

    assert "Removed meanwhile by somebody else" in page
    assert draft.key_results.get().title == "Kept"


# Publishing, checking in


def test_a_lead_publishes_a_draft_from_its_page(nw: Northwind, running: Cycle) -> None:
    draft = drafted(nw, running, raising(metric(nw.organisation)))
    address = f"{ROOT}objectives/{draft.uuid}/"

    assert client(nw, "mia").post(f"{address}publish/", {"version": "1"}).status_code == 403
    assert client(nw, "ben").post(f"{address}publish/", {"version": "1"}).url == address
    draft.refresh_from_db()
    assert draft.state == "published"


def test_publishing_what_is_incomplete_leads_to_the_form(nw: Northwind, running: Cycle) -> None:
    draft = drafted(nw, running)

    answer = client(nw, "ben").post(f"{ROOT}objectives/{draft.uuid}/publish/", {"version": "1"}, follow=True)

    assert "It can&#x27;t be published yet. An objective needs at least one key result" in content(answer)


def test_a_check_in_in_two_fields(nw: Northwind, running: Cycle) -> None:
    row = published(nw, running, raising(metric(nw.organisation))).key_results.get()
    address = f"{ROOT}key-results/{row.uuid}/"
    mia = client(nw, "mia")

    answer = mia.post(f"{address}check-in/", {"value": "32,5", "confidence": "7", "note": "Well"})

    assert answer.url == address
    assert CheckIn.objects.get().value == Decimal("32.5")
    page = content(mia.get(address))
    assert "32.5\u00a0points" in page and "7 of 10" in page and "<svg" in page
    assert "Well" in content(mia.get(f"{address}check-ins/"))


def test_a_low_confidence_asks_for_a_note_and_keeps_the_rest(nw: Northwind, running: Cycle) -> None:
    row = published(nw, running, raising(metric(nw.organisation))).key_results.get()

    answer = client(nw, "ben").post(
        f"{ROOT}key-results/{row.uuid}/check-in/", {"value": "32,5", "confidence": "2"}
    )

    assert "Under 4, say in a sentence" in content(answer)
    assert 'value="32,5"' in content(answer)
    assert not CheckIn.objects.exists()


def test_a_flow_key_result_has_no_value_field(nw: Northwind, running: Cycle) -> None:
    chosen = raising(None)
    row = published(
        nw, running, replace(chosen, metric=FlowGiven(measure=Measure.VELOCITY))
    ).key_results.get()

    page = content(client(nw, "ben").get(f"{ROOT}key-results/{row.uuid}/check-in/"))

    assert 'name="value"' not in page and 'name="confidence"' in page


# Who sees what


def statuses(nw: Northwind, address: str) -> dict[str, int]:
    names = ("ada", "adam", "ben", "mia", "vic", "lin", "olga")
    return {name: client(nw, name).get(address).status_code for name in names}


def test_who_may_open_what(nw: Northwind, running: Cycle) -> None:
    draft = drafted(nw, running)
    objective = published(nw, running, raising(metric(nw.organisation)))
    row = objective.key_results.get()
    inside = {"ben": 200, "mia": 200, "vic": 200}

    assert statuses(nw, f"{ROOT}objectives/{draft.uuid}/") == inside | {
        "ada": 404,
        "adam": 404,
        "lin": 404,
        "olga": 404,
    }
    assert statuses(nw, f"{ROOT}objectives/{objective.uuid}/") == inside | {
        "ada": 200,
        "adam": 200,
        "lin": 200,
        "olga": 404,
    }
    writers = {"ada": 403, "adam": 403, "ben": 200, "mia": 200, "vic": 403, "lin": 403, "olga": 404}
    assert statuses(nw, f"{ROOT}objectives/{objective.uuid}/edit/") == writers
    assert statuses(nw, f"{ROOT}key-results/{row.uuid}/check-in/") == writers
    assert statuses(nw, f"{ROOT}objectives/new/?stream=policy") == writers
    administrators = {"ada": 200, "adam": 200, "ben": 403, "mia": 403, "vic": 403, "lin": 403, "olga": 404}
    assert statuses(nw, f"{ROOT}objectives/new/") == statuses(nw, f"{ROOT}cycles/new/") == administrators


def test_a_foreign_id_is_nowhere(nw: Northwind, running: Cycle) -> None:
    row = published(nw, running, raising(metric(nw.organisation))).key_results.get()
    olga = client(nw, "olga")

    for path in (f"objectives/{row.objective.uuid}/", f"objectives/{row.objective.uuid}/edit/", f"key-results/{row.uuid}/",
                 f"key-results/{row.uuid}/check-in/", f"cycles/{running.slug}/edit/"):  # fmt: skip
        assert olga.get(f"/o/contoso/{path}").status_code == 404
    assert olga.post(f"/o/contoso/objectives/{row.objective.uuid}/delete/").status_code == 404


def test_a_foreign_metric_or_cycle_in_the_form_is_no_choice(nw: Northwind, running: Cycle) -> None:
    foreign = metric(nw.contoso)

    answer = client(nw, "ben").post(
        f"{ROOT}objectives/new/?stream=policy", sent(running, {"title": "NPS", "metric": f"m:{foreign.uuid}"})
    )

    assert "Select a valid choice" in content(answer)
    assert not Objective.objects.exists()


def test_a_teams_own_measure_stays_its_own(nw: Northwind, running: Cycle) -> None:
    own = team_metric(nw.policy, "Deployments")
    row = published(nw, running, raising(own, title="Deploy daily")).key_results.get()

    pages = [f"{ROOT}objectives/", f"{ROOT}objectives/{row.objective.uuid}/", f"{ROOT}metrics/"]
    for page in pages:
        seen = content(client(nw, "ada").get(page))
        assert "Deploy" not in seen and "deployments" not in seen
        assert "Deploy" in content(client(nw, "vic").get(page))
    assert "One measure of the team&#x27;s own" in content(client(nw, "ada").get(pages[0]))
    assert client(nw, "ada").get(f"{ROOT}key-results/{row.uuid}/").status_code == 404


# Lists


def test_the_list_goes_from_the_organisation_to_the_streams_by_rank(nw: Northwind, running: Cycle) -> None:
    nps = metric(nw.organisation)
    for name, title in (
        ("lin", "Of platform"),
        ("ben", "Of policy, unranked"),
        ("ben", "Of policy, first"),
        ("ada", "Of all"),
    ):
        stream = nw.platform if name == "lin" else None
        published(nw, running, raising(nps), by=name, title=title, stream=stream)
    Objective.objects.filter(title__contains="first").update(rank=1)
    drafted(nw, running, title="A draft of policy")

    page = content(client(nw, "ben").get(f"{ROOT}objectives/"))

    order = ["Of all", "Of platform", "Of policy, first", "Of policy, unranked", "A draft of policy"]
    places = [page.index(title) for title in order]
    assert places == sorted(places)
    assert "A draft of policy" not in content(client(nw, "ada").get(f"{ROOT}objectives/"))


def test_empty_pages_say_what_to_do(nw: Northwind) -> None:
    assert "Make the first cycle" in content(client(nw, "ada").get(f"{ROOT}objectives/"))
    assert "Ask an administrator" in content(client(nw, "ben").get(f"{ROOT}objectives/new/?stream=policy"))
    assert "No metrics yet" in content(client(nw, "ben").get(f"{ROOT}metrics/"))
    assert "No cycles yet" in content(client(nw, "ben").get(f"{ROOT}cycles/"))


LIST_QUERIES = {"objectives/": 33, "metrics/": 18, "cycles/": 12}
"""What each list costs, however long it is (committed figures: more is a regression)."""


@pytest.mark.parametrize("path", LIST_QUERIES)
def test_lists_cost_the_same_however_long(
    nw: Northwind, running: Cycle, path: str, django_assert_num_queries: Any
) -> None:
    for place in range(3):
        nps = metric(nw.organisation, f"NPS {place}")
        flow = FlowGiven(measure=list(Measure)[place])
        objective = published(nw, running, raising(nps), raising(nps))
        Metric.objects.filter(pk=nps.pk).update(category="value")
        drafted(
            nw,
            running,
            raising(nps),
            raising(nps),
            replace(raising(None), metric=flow),
            title=f"Draft {objective}",
        )
    ben = client(nw, "ben")
    ben.get(f"{ROOT}{path}")

    with django_assert_num_queries(LIST_QUERIES[path]):
        assert ben.get(f"{ROOT}{path}").status_code == 200


def test_a_cycle_is_made_and_changed(nw: Northwind) -> None:
    ada = client(nw, "ada")

    ada.post(f"{ROOT}cycles/new/", {"name": "Q4 2026", "starts_on": "2026-10-01", "last_on": "2026-12-31"})
    made = Cycle.objects.get()
    ada.post(
        f"{ROOT}cycles/q4-2026/edit/", {"name": "Autumn", "starts_on": "2026-10-01", "last_on": "2026-12-30"}
    )

    assert (made.slug, made.ends_on) == ("q4-2026", date(2027, 1, 1))
    made.refresh_from_db()
    assert (made.name, made.slug, made.ends_on) == ("Autumn", "q4-2026", date(2026, 12, 31))
    wrong = ada.post(f"{ROOT}cycles/new/", {"name": "X", "starts_on": "2026-10-02", "last_on": "2026-10-01"})
    assert "The last day lies before the first." in content(wrong)
