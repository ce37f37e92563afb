"""Short keys: permanent, never given twice, and a way to what they name."""

import pytest
from django.test import Client

from okrflow.metrics.models import Metric
from okrflow.okrs.keys import new_keys
from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.services import delete_draft, save_objective
from tests import make
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import NOW, ObjectiveGiven, cycle, drafted, published, raising, rights
from tests.races import at_once


@pytest.fixture
def nps(nw: Northwind) -> Metric:
    return metric(nw.organisation)


def test_objectives_and_key_results_are_numbered_stream_by_stream(nw: Northwind, nps: Metric) -> None:
    q3 = cycle(nw)

    first = drafted(nw, q3, raising(nps), raising(nps))
    second = drafted(nw, q3, raising(nps))
    own = drafted(nw, q3, by="ada")

    assert [each.key for each in (first, second, own)] == ["POL-O-1", "POL-O-2", "ORG-O-1"]
    assert list(KeyResult.objects.order_by("pk").values_list("key", flat=True)) == [
        "POL-KR-1",
        "POL-KR-2",
        "POL-KR-3",
    ]


def test_a_key_stays_when_the_objective_changes_and_is_not_given_again_when_it_is_gone(
    nw: Northwind, nps: Metric
) -> None:
    q3 = cycle(nw)
    kept, gone = drafted(nw, q3, raising(nps)), drafted(nw, q3, raising(nps))
    key = kept.key

    changed = save_objective(
        rights=rights(nw, "ben"),
        value_stream=nw.policy,
        given=ObjectiveGiven(title="Another title", cycle=q3),
        key_results=[],
        objective=kept,
        version=kept.version,
        now=NOW,
    )
    delete_draft(rights=rights(nw, "ben"), objective=gone)

    assert changed.key == key
    assert drafted(nw, q3, raising(nps)).key == "POL-O-3"


def test_streams_whose_names_begin_alike_count_on_together(nw: Northwind, nps: Metric) -> None:
    police = make.value_stream(nw.organisation, "pol-ice")
    of = {"organisation": nw.organisation, "of": Objective, "count": 1}

    keys = new_keys(value_stream=nw.policy, **of) + new_keys(value_stream=police, **of)

    assert keys == ["POL-O-1", "POL-O-2"]


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_get_different_keys() -> None:
    organisation = make.organisation()

    def one() -> list[str]:
        return new_keys(organisation=organisation, value_stream=None, of=Objective, count=3)

    given = [key for keys in at_once(one, one, one) for key in keys]

    assert sorted(given) == [f"ORG-O-{number}" for number in range(1, 10)]


def test_a_key_leads_to_what_it_names_however_it_is_typed(nw: Northwind, nps: Metric, client: Client) -> None:
    seen = published(nw, cycle(nw), raising(nps))
    client.force_login(nw.lin)

    assert client.get("/o/northwind/k/pol-o-1/").headers["Location"] == seen.get_absolute_url()
    assert "/key-results/" in client.get("/o/northwind/k/POL-KR-1/").headers["Location"]
    assert client.get("/o/northwind/k/POL-O-99/").status_code == 404
