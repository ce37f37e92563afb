"""Two people at the same instant, on real connections."""

from collections.abc import Callable

import pytest

from okrflow.plans.models import PlanEntry
from okrflow.plans.services import move_plan_entry
from tests.metrics.northwind import Northwind, northwind
from tests.plans.given import planned, rights
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nw() -> Northwind:
    return northwind()


def test_of_two_who_move_at_once_neither_loses(nw: Northwind) -> None:
    entries = {title: planned(nw, title) for title in "ABCDEF"}

    def move(name: str, moved: str, before: str | None) -> Callable[[], None]:
        target = entries[before] if before else None
        return lambda: move_plan_entry(rights=rights(nw, name), plan_entry=entries[moved], before=target)

    results = at_once(move("ben", "E", "A"), move("mia", "B", None))

    order = PlanEntry.objects.of(nw.policy).in_order().values_list("title", flat=True)
    assert results == [None, None]
    assert "".join(order) == "EACDFB"


def test_entries_made_at_once_have_places_of_their_own(nw: Northwind) -> None:
    at_once(
        *(
            lambda title=title, name=name: planned(nw, title, by=name)
            for title, name in (("A", "ben"), ("B", "mia"))
        )
    )

    assert sorted(PlanEntry.objects.values_list("order", flat=True)) == [1, 2]
