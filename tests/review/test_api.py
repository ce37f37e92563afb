"""Findings, waivers and thresholds in the API."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from okrflow.okrs.services import CycleGiven, create_cycle
from okrflow.review.models import Finding
from okrflow.review.services import run_review
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import drafted, published, raising

BASE = "/api/v1/organisations/northwind/"


def ask(
    nw: Northwind, name: str, method: str, path: str, body: object = None
) -> tuple[int, dict[str, object]]:
    browser = Client()
    browser.force_login(getattr(nw, name))
    response = (
        getattr(browser, method)(BASE + path, body, content_type="application/json")
        if body
        else getattr(browser, method)(BASE + path)
    )
    return response.status_code, response.json() if response.content else {}


@pytest.fixture
def found(nw: Northwind) -> Finding:
    day = timezone.now().date()
    given = CycleGiven(name="Now", starts_on=day - timedelta(days=10), ends_on=day + timedelta(days=80))
    quarter = create_cycle(organisation=nw.organisation, given=given)
    nps = metric(nw.organisation)
    published(nw, quarter, raising(nps))
    drafted(nw, quarter, raising(nps), title="A draft")
    run_review(organisation=nw.organisation, now=timezone.now())
    return Finding.objects.get(check_id="CR2", of_draft=False)


def test_a_finding_with_its_evidence(nw: Northwind, found: Finding) -> None:
    status, body = ask(nw, "vic", "get", f"findings/{found.uuid}")

    assert status == 200
    assert (body["check"], body["family"], body["severity"], body["state"]) == (
        "CR2",
        "craft",
        "warn",
        "open",
    )
    assert body["subject"] == {
        "type": "objective",
        "id": str(found.subject_uuid),
        "title": "Customers love it",
    }
    assert body["evidence"] == [{"name": "number", "value": 1.0, "text": "1\u00a0key result"}]
    assert (body["waived_until"], body["absorbed_by"], body["closed_at"]) == (None, None, None)


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("check=CR2", True),
        ("check=RM1", False),
        ("value_stream=policy&severity=warn&state=open", True),
        ("value_stream=platform", False),
        ("family=bottleneck", False),
        ("state=waived", False),
        ("state=closed", False),
    ],
)
def test_findings_are_filtered(nw: Northwind, found: Finding, query: str, there: bool) -> None:
    status, body = ask(nw, "lin", "get", f"findings?{query}")

    assert status == 200
    assert (str(found.uuid) in [each["id"] for each in body["results"]]) is there  # type: ignore[attr-defined]


@pytest.mark.parametrize("query", ["check=ZZ9", "nonsense=1", "state=loud"])
def test_unknown_filters_are_refused(nw: Northwind, found: Finding, query: str) -> None:
    assert ask(nw, "vic", "get", f"findings?{query}")[0] == 400


def test_findings_of_a_draft_are_its_streams_own(nw: Northwind, found: Finding) -> None:
    hidden = Finding.objects.get(check_id="CR2", of_draft=True)

    assert ask(nw, "mia", "get", f"findings/{hidden.uuid}")[0] == 200
    assert ask(nw, "ada", "get", f"findings/{hidden.uuid}")[0] == 404


def test_a_waiver_is_given_and_withdrawn(nw: Northwind, found: Finding) -> None:
    body = {"finding": str(found.uuid), "reason": "We know", "until": timezone.now().date().isoformat()}

    assert ask(nw, "mia", "post", "waivers", body)[0] == 403
    status, made = ask(nw, "ben", "post", "waivers", body)
    assert (status, made["waived_by"]) == (201, str(nw.ben.uuid))
    assert ask(nw, "vic", "get", f"findings/{found.uuid}")[1]["state"] == "waived"
    assert ask(nw, "ben", "post", "waivers", body)[0] == 422
    assert ask(nw, "ben", "delete", f"waivers/{made['id']}")[0] == 204
    assert ask(nw, "vic", "get", f"waivers/{made['id']}")[1]["withdrawn_by"] == str(nw.ben.uuid)


def test_thresholds(nw: Northwind) -> None:
    status, body = ask(nw, "vic", "get", "review-thresholds")
    assert status == 200
    assert len(body["results"]) > 40  # type: ignore[arg-type]

    assert ask(nw, "ben", "put", "review-thresholds/silent_days", {"value": 5})[0] == 403
    assert ask(nw, "adam", "put", "review-thresholds/silent_days", {"value": 61})[0] == 422
    assert ask(nw, "adam", "put", "review-thresholds/silent_days", {"value": 5})[1]["value"] == 5
    assert ask(nw, "adam", "get", "review-thresholds/loudness")[0] == 404
