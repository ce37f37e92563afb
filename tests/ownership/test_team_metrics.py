"""Key results on team metrics are their team's own (ownership, rule 14; attacks, 22)."""

from decimal import Decimal

import pytest

from okrflow.metrics.services import record_measurement
from okrflow.okrs.models import Cycle, KeyResult, Objective
from tests.make import july, pages
from tests.metrics.northwind import Northwind, team_metric
from tests.okrs.given import published, raising
from tests.ownership.acting import ROOT, api, browser

OTHERS = ("ada", "adam", "lin")
SECRETS = ("Calm weeks", "Deployments", "37.25", "37,25", "deployments")


@pytest.fixture
def objective(nw: Northwind, running: Cycle) -> Objective:
    mood = team_metric(nw.policy)
    found = published(nw, running, raising(mood, title="Calm weeks"))
    record_measurement(metric=mood, about_at=july(15), value=Decimal("37.25"), note="", by=nw.ben)
    return found


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("who", OTHERS)
def test_pages_show_one_measure_of_the_teams_own(nw: Northwind, objective: Objective, who: str) -> None:
    pages(nw.organisation)
    addresses = [
        objective.get_absolute_url(),
        f"{ROOT}objectives/",
        f"{ROOT}streams/policy/okrs/",
        f"{ROOT}streams/policy/",
        f"{objective.get_absolute_url()}timeline/",
        f"{objective.get_absolute_url()}summary.md",
        f"{ROOT}metrics/",
        ROOT,
    ]

    shown = {each: browser(nw, who).get(each).content.decode() for each in addresses}

    assert {each: found for each, text in shown.items() if (found := told(text))} == {}
    assert "ne measure of the team" in shown[addresses[0]]


@pytest.mark.parametrize("who", OTHERS)
def test_the_api_tells_no_more(nw: Northwind, objective: Objective, who: str) -> None:
    asked = api(nw, who)
    lists = [
        f"objectives/{objective.uuid}",
        "objectives",
        "key-results",
        f"objectives/{objective.uuid}/key-results",
        "metrics",
    ]

    texts = {each: asked.get(each).content.decode() for each in lists}

    assert {each: found for each, text in texts.items() if (found := told(text))} == {}


@pytest.mark.parametrize("who", OTHERS)
def test_it_counts_in_no_figure_that_others_see(nw: Northwind, objective: Objective, who: str) -> None:
    shown = api(nw, who).get(f"objectives/{objective.uuid}").json()

    assert (shown["score"], shown["measured"], shown["confidence"]) == (None, 0, None)


def test_its_members_see_it(nw: Northwind, objective: Objective) -> None:
    shown = api(nw, "vic").get(f"objectives/{objective.uuid}").json()

    assert shown["measured"] == 1
    assert shown["key_results"][0]["value"] == 37.25


@pytest.mark.parametrize("who", OTHERS)
def test_its_own_addresses_are_not_there(nw: Northwind, objective: Objective, who: str) -> None:
    row = KeyResult.objects.get()
    metric = row.metric
    assert metric is not None
    page, asked = browser(nw, who), api(nw, who)
    addresses = [
        row.get_absolute_url(),
        f"{row.get_absolute_url()}check-ins/",
        f"{ROOT}k/{row.key}/",
        f"{ROOT}metrics/{metric.slug}/",
    ]
    resources = [
        f"key-results/{row.uuid}",
        f"key-results/{row.uuid}/check-ins",
        f"metrics/{metric.slug}",
        f"metrics/{metric.slug}/measurements",
    ]

    statuses = [page.get(each).status_code for each in addresses]
    statuses += [asked.get(each).status_code for each in resources]

    assert statuses == [404] * 8


@pytest.mark.parametrize("who", OTHERS)
def test_a_new_value_changes_no_tag_that_others_see(nw: Northwind, objective: Objective, who: str) -> None:
    asked, metric = api(nw, who), KeyResult.objects.get().metric
    assert metric is not None
    before = [asked.get(each)["ETag"] for each in (f"objectives/{objective.uuid}", "objectives")]

    record_measurement(metric=metric, about_at=july(18), value=Decimal("38.5"), note="", by=nw.ben)

    after = [asked.get(each)["ETag"] for each in (f"objectives/{objective.uuid}", "objectives")]
    assert after == before
