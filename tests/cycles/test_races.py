"""Two leads who close one objective at the same instant, on real connections."""

from collections.abc import Callable

import pytest

from okrflow.okrs.models import Objective, Retrospective
from okrflow.okrs.services import ClosingGiven, NotClosable, close_objective
from tests.cycles.given import OVER
from tests.metrics.northwind import metric, northwind
from tests.okrs.given import cycle, published, raising, rights
from tests.races import at_once


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_one_is_told() -> None:
    nw = northwind()
    of = cycle(nw)
    objective = published(nw, of, raising(metric(nw.organisation)), by="ada")

    def close(name: str) -> Callable[[], object]:
        given = ClosingGiven(learnt=name)
        return lambda: close_objective(rights=rights(nw, name), objective=objective, given=given, now=OVER)

    outcomes = at_once(close("ada"), close("adam"))

    refused = [each for each in outcomes if isinstance(each, NotClosable)]
    assert len(refused) == 1 and "closed already" in str(refused[0])
    stored = Objective.objects.get()
    assert stored.closed_by is not None
    assert Retrospective.objects.get().learnt == stored.closed_by.name.lower()
    assert stored.version == objective.version + 1
