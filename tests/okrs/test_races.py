"""Two people at the same instant, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from okrflow.metrics.models import Measure, Metric
from okrflow.metrics.services import flow_metric
from okrflow.okrs.given import ObjectiveGiven
from okrflow.okrs.models import Objective
from okrflow.okrs.services import EditConflict, save_objective
from tests.metrics.northwind import Northwind, northwind
from tests.okrs.given import cycle, drafted, rights

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nw() -> Northwind:
    return northwind()


def test_of_two_who_save_one_objective_at_once_one_is_told(nw: Northwind) -> None:
    draft, start = drafted(nw, cycle(nw)), Barrier(2)

    def save(name: str) -> str:
        try:
            start.wait()
            save_objective(
                rights=rights(nw, name), value_stream=nw.policy, objective=draft, version=1,
                given=ObjectiveGiven(title=name, cycle=draft.cycle), key_results=[],
            )  # fmt: skip
        except EditConflict as conflict:
            return f"{name} sees {conflict.stored.title}"
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(save, ["ben", "mia"]))

    stored = Objective.objects.get()
    other = {"ben": "mia", "mia": "ben"}[stored.title]
    assert outcomes == [f"{other} sees {stored.title}", "saved"]
    assert stored.version == 2


def test_a_flow_metric_chosen_twice_at_once_is_one_metric(nw: Northwind) -> None:
    start = Barrier(2)

    def choose(_: int) -> int:
        try:
            start.wait()
            return flow_metric(
                organisation=nw.organisation, value_stream=nw.policy, measure=Measure.VELOCITY
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(choose, range(2)))) == 1
    assert Metric.objects.count() == 1
