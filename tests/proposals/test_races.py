"""Answers at the same instant, on real connections (attacks 17 and 21)."""

import pytest

from okrflow.okrs.models import Objective
from okrflow.proposals import services
from okrflow.proposals.services import AlreadyAnswered
from tests.metrics.northwind import Northwind, metric, northwind
from tests.okrs.given import NOW, cycle, raising, rights
from tests.proposals.given import accepted, lead, proposed
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nw() -> Northwind:
    return northwind()


def test_of_two_who_accept_at_once_one_is_told(nw: Northwind) -> None:
    proposal = proposed(nw, cycle(nw), raising(metric(nw.organisation)))

    outcomes = at_once(lambda: accepted(nw, proposal), lambda: accepted(nw, proposal))

    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyAnswered", "Objective"]
    assert Objective.objects.count() == 1


def test_it_is_either_accepted_or_withdrawn(nw: Northwind) -> None:
    proposal = proposed(nw, cycle(nw))

    outcomes = at_once(
        lambda: services.accept(rights=lead(nw), proposal=proposal, version=1, now=NOW),
        lambda: services.withdraw(rights=rights(nw, "ada"), proposal=proposal, now=NOW),
    )

    proposal.refresh_from_db()
    assert sum(isinstance(each, AlreadyAnswered) for each in outcomes) == 1
    assert Objective.objects.exists() == (proposal.state == "accepted")
