"""Pages of the review, its fragment beside the form, and what other pages show of it."""

import re
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from okrflow.okrs.models import Cycle, KeyResult, Objective
from okrflow.okrs.services import CycleGiven, create_cycle
from okrflow.okrs.timeline import told_above
from okrflow.review.last import keep
from okrflow.review.leading import leading
from okrflow.review.models import Finding
from okrflow.review.reading import snapshot_of
from okrflow.review.services import run_review, waive
from okrflow.value_streams.services import create_value_stream
from okrflow.web.waiting import waiting_for
from tests.make import today
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import cycle, drafted, raising, rights
from tests.okrs.given import published as published_at_noon


def client(nw: Northwind, name: str) -> Client:
    browser = Client()
    browser.force_login(getattr(nw, name))
    return browser


def page(nw: Northwind, name: str, path: str) -> str:
    response = client(nw, name).get(f"/o/northwind/{path}")
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def quarter(nw: Northwind) -> Cycle:
    given = CycleGiven(
        name="Now", starts_on=today() - timedelta(days=10), ends_on=today() + timedelta(days=80)
    )
    return create_cycle(organisation=nw.organisation, given=given)


@pytest.fixture
def lonely(nw: Northwind, quarter: Cycle) -> Objective:
    made = published_at_noon(nw, quarter, raising(metric(nw.organisation)))
    run_review(organisation=nw.organisation, now=timezone.now())
    return made


def finding(check: str = "CR2") -> Finding:
    return Finding.objects.get(check_id=check)


def test_the_list_says_what_is_wrong_and_what_to_do(nw: Northwind, lonely: Objective) -> None:
    text = page(nw, "vic", "review/")

    assert "3 to 5 show whether the objective came true" in text
    assert lonely.get_absolute_url() in text
    assert "Not looked at:" in text


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("stream=policy", True),
        ("stream=platform", False),
        ("stream=-", False),
        ("severity=warn&family=craft", True),
        ("severity=block", False),
        ("state=waived", False),
        ("state=nonsense", True),
    ],
)
def test_the_list_is_filtered(nw: Northwind, lonely: Objective, query: str, there: bool) -> None:
    assert (finding().get_absolute_url() in page(nw, "ada", f"review/?{query}")) is there


def test_a_draft_is_reviewed_for_its_stream_alone(nw: Northwind, quarter: Cycle) -> None:
    drafted(nw, quarter, raising(metric(nw.organisation)), title="Launch the portal")
    run_review(organisation=nw.organisation, now=timezone.now())

    assert "Launch the portal" in page(nw, "mia", "review/")
    for name in ("ada", "adam", "lin"):
        assert "Launch the portal" not in page(nw, name, "review/")
    assert client(nw, "ada").get(finding().get_absolute_url()).status_code == 404
    assert leading(nw.organisation, now=timezone.now()) == []


def test_a_team_metric_is_told_of_to_the_streams_members_alone(nw: Northwind, quarter: Cycle) -> None:
    published_at_noon(
        nw, quarter, raising(team_metric(nw.policy, "Deploys of the week"), title="Ship the portal")
    )
    run_review(organisation=nw.organisation, now=timezone.now())

    assert "Ship the portal" in page(nw, "vic", "review/")
    for name in ("ada", "lin"):
        text = page(nw, name, "review/")
        assert "Ship the portal" not in text and "Deploys of the week" not in text


def test_a_finding_is_waived_with_a_reason_and_that_is_withdrawn(nw: Northwind, lonely: Objective) -> None:
    ben, url = client(nw, "ben"), finding().get_absolute_url()

    refused = ben.post(url + "waive/", {"reason": "We know", "until": "2031-01-01"})
    done = ben.post(url + "waive/", {"reason": "We know", "until": today().isoformat()})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "We know" in page(nw, "vic", f"review/findings/{finding().uuid}/")
    waiver = finding().waivers.get()
    assert ben.post(f"/o/northwind/review/waivers/{waiver.uuid}/withdraw/").status_code == 302
    waiver.refresh_from_db()
    assert waiver.withdrawn_by == nw.ben


def test_each_check_has_a_page(nw: Northwind) -> None:
    assert "/o/northwind/review/checks/LE2/" in page(nw, "vic", "review/checks/")
    text = page(nw, "vic", "review/checks/MM1/")

    assert "Over this share of key results taken over word for word" in text
    assert client(nw, "vic").get("/o/northwind/review/checks/ZZ9/").status_code == 404


def test_thresholds_are_read_by_all_and_set_by_administrators(nw: Northwind) -> None:
    assert "So many days beyond its cadence" in page(nw, "vic", "settings/checks/")
    adam = client(nw, "adam")

    refused = adam.post("/o/northwind/settings/checks/", {"name": "silent_days", "value": "61"})
    adam.post("/o/northwind/settings/checks/", {"name": "silent_days", "value": "5"})

    assert "At most 60" in refused.content.decode()
    assert "Adam" in page(nw, "vic", "settings/checks/")


# Other pages


def test_other_pages_show_their_findings(nw: Northwind, lonely: Objective) -> None:
    url = finding().get_absolute_url()

    assert url in page(nw, "vic", f"objectives/{lonely.uuid}/")
    silent = Finding.objects.filter(subject_type="key_result").open().first()
    key_result = lonely.key_results.get()
    shown = page(nw, "vic", f"key-results/{key_result.uuid}/")
    assert (silent is not None and silent.get_absolute_url() in shown) or silent is None


def test_new_findings_wait_for_the_streams_leads(nw: Northwind, lonely: Objective) -> None:
    of_findings = {
        name: [each for each in waiting_for(nw.access(name), now=timezone.now()) if each.kind == "finding"]
        for name in ("ben", "mia", "ada")
    }

    assert [each.url for each in of_findings["ben"]] == ["/o/northwind/review/?stream=policy"]
    assert of_findings["mia"] == []


def test_the_timeline_tells_of_findings(nw: Northwind, lonely: Objective) -> None:
    reader = rights(nw, "ben")
    waive(rights=reader, finding=finding(), reason="We know", until=today(), now=timezone.now())

    words = [each.words for each in told_above(lonely, reader)]

    assert any(each.startswith("found (CR2): 1") for each in words)
    assert any(each.startswith("waived finding CR2 until") for each in words)


def test_the_overview_leads_with_one_finding_a_stream(nw: Northwind, lonely: Objective) -> None:
    found = leading(nw.organisation, now=timezone.now())

    assert [each.value_stream for each in found if each.value_stream] == [nw.policy]


# Beside the form


def typed(quarter: Cycle, title: str, *rows: dict[str, str]) -> dict[str, str]:
    data = {"title": title, "cycle": str(quarter.uuid), "supports": "", "rows": str(len(rows))}
    return data | {
        f"kr-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()
    }


def beside(nw: Northwind, data: dict[str, str], *, query: str = "stream=policy", name: str = "mia") -> str:
    response = client(nw, name).post(f"/o/northwind/review/form/?{query}", data)
    assert response.status_code == 200, response.status_code
    return response.content.decode().replace("\u00a0", " ")


def test_findings_stand_beside_the_form_as_one_types(nw: Northwind, quarter: Cycle) -> None:
    nps = metric(nw.organisation)
    row = {
        "title": "Launch the portal",
        "metric": f"m:{nps.uuid}",
        "aim": "raise",
        "baseline": "20",
        "target": "45",
    }

    text = beside(nw, typed(quarter, "Raise revenue by 12 %", row))

    assert "Launch the portal" in text and "is something you do" in text
    assert "Move “12 %” to a key result" in text
    assert not Finding.objects.exists()


def test_a_number_is_moved_to_a_key_result(nw: Northwind, quarter: Cycle) -> None:
    data = typed(
        quarter, "Raise revenue by 12 % in 30 shops", {"title": "Loved", "metric": "", "aim": "raise"}
    )
    action = re.search(r'name="action" value="(lift-[^"]+)"', beside(nw, data))
    assert action is not None

    form = client(nw, "mia").post("/o/northwind/objectives/new/?stream=policy", data | {"action": action[1]})

    text = form.content.decode()
    assert 'value="Raise revenue"' in text or ">\nRaise revenue</textarea>" in text
    assert 'value="Raise revenue by 12 % in 30 shops"' in text and 'value="Loved"' in text
    assert not Objective.objects.exists()


def test_at_most_three_are_shown_and_the_others_folded(nw: Northwind, quarter: Cycle) -> None:
    rows = [{"title": f"Launch portal {number}", "metric": "", "aim": "raise"} for number in range(5)]

    text = beside(nw, typed(quarter, "Ada loves it", *rows))

    shown, _, folded = text.partition("<details>")
    assert shown.count("<li>") == 3
    assert folded.count("<li>") >= 3
    assert "from being published" in text


def test_what_is_typed_over_a_stored_objective_counts_in_its_place(nw: Northwind, lonely: Objective) -> None:
    row = lonely.key_results.get()
    same = {"uuid": str(row.uuid), "title": "More of it", "metric": f"m:{row.metric.uuid}", "aim": "raise"}  # type: ignore[union-attr]
    data = typed(lonely.cycle, lonely.title, same | {"baseline": "20", "target": "20"})

    text = beside(nw, data, query=f"objective={lonely.uuid}")

    assert "Baseline and target are both 20.0 points" in text
    assert Objective.objects.get(pk=lonely.pk).version == lonely.version


@pytest.mark.parametrize(
    "data", [{}, {"rows": "1", "kr-0-baseline": "1.200", "kr-0-title": "x"}, {"rows": "-3"}]
)
def test_half_a_form_is_no_error(nw: Northwind, quarter: Cycle, data: dict[str, str]) -> None:
    assert "Nothing" in beside(nw, data) or data


def test_only_writers_ask(nw: Northwind, quarter: Cycle) -> None:
    for name in ("ada", "lin", "vic"):
        assert client(nw, name).post("/o/northwind/review/form/?stream=policy", {}).status_code == 403
    for query in ("stream=nowhere", "objective=1"):
        assert client(nw, "mia").post(f"/o/northwind/review/form/?{query}", {}).status_code == 404


def test_the_last_snapshot_is_kept_and_used(
    nw: Northwind, quarter: Cycle, django_capture_on_commit_callbacks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        run_review(organisation=nw.organisation, now=timezone.now())
    monkeypatch.setattr("okrflow.review.last.snapshot_of", lambda *_, **__: pytest.fail("read anew"))

    assert beside(nw, typed(quarter, "Customers love it"))
    assert KeyResult.objects.count() == 0


@pytest.fixture
def read(nw: Northwind, quarter: Cycle, monkeypatch: pytest.MonkeyPatch) -> Mock:
    """How often the organisation is read for the form, after a snapshot of it was kept."""
    keep(nw.organisation, snapshot_of(nw.organisation, now=timezone.now()))
    reading = Mock(wraps=snapshot_of)
    monkeypatch.setattr("okrflow.review.last.snapshot_of", reading)
    return reading


def test_for_a_cycle_newer_than_the_last_snapshot_it_is_read_once(nw: Northwind, read: Mock) -> None:
    newer = cycle(nw, "Next", today(), today() + timedelta(days=60))

    for _ in range(2):
        assert "Nothing measures this." in beside(nw, typed(newer, "Loved", {"title": "Launch the portal"}))
    assert read.call_count == 1


def test_for_a_stream_newer_than_the_last_snapshot_it_is_read_once(
    nw: Northwind, quarter: Cycle, read: Mock
) -> None:
    create_value_stream(organisation=nw.organisation, name="Renewals", slug="renewals", lead=nw.mia)

    for _ in range(2):
        data = typed(quarter, "Loved", {"title": "Launch the portal"})
        assert "Nothing measures this." in beside(nw, data, query="stream=renewals")
    assert read.call_count == 1
