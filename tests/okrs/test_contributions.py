"""Key results that move each other: who may join them, what is shown, who supports whom."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.utils import timezone

from okrflow.metrics.models import Metric
from okrflow.metrics.services import record_measurement
from okrflow.okrs.models import Contribution, ContributionKind, Cycle, KeyResult, Objective
from okrflow.okrs.progress.contributions import curve_of
from okrflow.okrs.services import NotAContribution, add_contribution, remove_contribution
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import NOW, cycle, drafted, published, raising, rights

ROOT = "/o/northwind/"
API = "/api/v1/organisations/northwind/"
STEPS = (
    3,
    -1,
    4,
    -2,
    5,
    -9,
    2,
    6,
    -5,
    7,
    1,
    -8,
    9,
    8,
    -7,
    10,
    12,
    -11,
    13,
    -6,
    11,
    14,
    -13,
    15,
    -10,
    16,
    -12,
    17,
)


def client(nw: Northwind, name: str) -> Client:
    browser = Client()
    browser.force_login(getattr(nw, name))
    return browser


def join(nw: Northwind, first: KeyResult, second: KeyResult, by: str = "ben") -> Contribution:
    return add_contribution(
        rights=rights(nw, by), key_result=first, to=second, kind=ContributionKind.CONTRIBUTES
    )


def walk(of: Metric, weeks_later: int = 0) -> None:
    """A value a week whose differences are the steps, so many weeks later."""
    now, level = timezone.now(), 100
    for place, step in enumerate(STEPS):
        level += step
        about = now - timedelta(weeks=len(STEPS) - place + 3 - weeks_later, hours=1)
        record_measurement(metric=of, about_at=about, value=Decimal(level), note="", by=None, now=about)


@pytest.fixture
def this_year(nw: Northwind) -> Cycle:
    day = timezone.now().date()
    return cycle(nw, "This year", day - timedelta(days=100), day + timedelta(days=100))


@pytest.fixture
def own(nw: Northwind, this_year: Cycle) -> KeyResult:
    return published(nw, this_year, raising(metric(nw.organisation, "Lead"), title="Own")).key_results.get()


@pytest.fixture
def together(nw: Northwind, this_year: Cycle) -> KeyResult:
    given = raising(metric(nw.organisation, "Follower"), title="Of all")
    return published(nw, this_year, given, by="ada", title="Together").key_results.get()


# Joining them


def test_who_writes_the_contributing_one_joins_them(
    nw: Northwind, own: KeyResult, together: KeyResult
) -> None:
    for name in ("ada", "lin", "vic"):
        with pytest.raises(PermissionDenied):
            join(nw, own, together, by=name)

    made = join(nw, own, together, by="mia")

    assert (made.kind, made.created_by) == ("contributes", nw.mia)
    remove_contribution(rights=rights(nw, "ben"), contribution=made)
    assert not Contribution.objects.exists()


def test_once_in_one_direction_and_never_to_itself(
    nw: Northwind, own: KeyResult, together: KeyResult
) -> None:
    join(nw, own, together)

    with pytest.raises(NotAContribution, match="already"):
        join(nw, own, together)
    with pytest.raises(NotAContribution, match="already"):
        join(nw, together, own, by="ada")
    with pytest.raises(NotAContribution, match="itself"):
        join(nw, own, own)


def test_what_one_can_not_see_one_does_not_join(nw: Northwind, own: KeyResult, this_year: Cycle) -> None:
    hidden = published(nw, this_year, raising(team_metric(nw.platform)), by="lin", stream=nw.platform)
    draft = drafted(nw, this_year, raising(None), by="ada")

    for objective in (hidden, draft):
        with pytest.raises(Http404):
            join(nw, own, objective.key_results.get())


# What is shown


def test_the_follower_is_found_at_its_lag(nw: Northwind, own: KeyResult, together: KeyResult) -> None:
    walk(Metric.objects.get(name="Lead"))
    walk(Metric.objects.get(name="Follower"), weeks_later=2)
    made = join(nw, own, together)
    made = Contribution.objects.select_related(
        "key_result__metric__organisation",
        "key_result__organisation",
        "to__metric__organisation",
        "to__organisation",
    ).get()

    curve = curve_of(made, now=timezone.now())
    page = client(nw, "vic").get(own.get_absolute_url()).content.decode()

    assert max(curve, key=lambda each: each.value or -2).weeks == 2
    assert "2\u00a0weeks later" in page and "This is no proof" in page
    assert "Contributes to" in page and "Remove it" not in page


def test_joining_them_on_the_page(nw: Northwind, own: KeyResult, together: KeyResult) -> None:
    ben = client(nw, "ben")

    page = ben.get(own.get_absolute_url()).content.decode()
    ben.post(
        f"{own.get_absolute_url()}contributes/",
        {"contribution-to": str(together.uuid), "contribution-kind": "supports"},
    )
    made = Contribution.objects.get()
    other = ben.get(together.get_absolute_url()).content.decode()
    ben.post(f"{ROOT}contributions/{made.uuid}/remove/")

    assert "Of all (" in page
    assert "supports it" in other and "One of them has no values yet" in other
    assert not Contribution.objects.exists()


def test_a_teams_own_measure_shows_nowhere_else(nw: Northwind, together: KeyResult, this_year: Cycle) -> None:
    hidden = published(nw, this_year, raising(team_metric(nw.policy), title="Mood")).key_results.get()
    join(nw, hidden, together)

    assert "Mood" in client(nw, "mia").get(together.get_absolute_url()).content.decode()
    for path in (together.get_absolute_url(), f"{ROOT}alignment/"):
        assert "Mood" not in client(nw, "ada").get(path).content.decode()
    assert client(nw, "ada").get(f"{API}contributions").json()["results"] == []


def test_contributions_in_the_api(nw: Northwind, own: KeyResult, together: KeyResult) -> None:
    ben = client(nw, "ben")
    body: dict[str, Any] = {"key_result": str(own.uuid), "to": str(together.uuid)}

    made = ben.post(f"{API}contributions", body, "application/json")
    again = ben.post(f"{API}contributions", body, "application/json")
    one = ben.get(made["Location"]).json()
    found = ben.get(f"{API}contributions?to={together.uuid}").json()["results"]

    assert (made.status_code, again.status_code) == (201, 422)
    assert (one["kind"], len(one["lags"]), one["lags"][0]["correlation"]) == ("contributes", 14, None)
    assert [each["id"] for each in found] == [one["id"]]
    assert ben.delete(made["Location"]).status_code == 204


# Alignment


def test_alignment_nests_what_supports_what(nw: Northwind, own: KeyResult, together: KeyResult) -> None:
    Objective.objects.filter(pk=own.objective_id).update(
        supports=together.objective_id, support_refused_at=NOW, title="Below"
    )
    join(nw, own, together)

    page = client(nw, "vic").get(f"{ROOT}alignment/").content.decode()

    tree = page[page.index('<ul class="tree">') :]
    assert tree.index("Together") < tree.index("Below")
    assert "not counted there" in tree and "contributes to" in tree
    assert "Supports nothing above it" not in page


def test_alignment_of_nothing_says_what_to_do(nw: Northwind) -> None:
    assert (
        "Nothing is published in any cycle yet" in client(nw, "vic").get(f"{ROOT}alignment/").content.decode()
    )
