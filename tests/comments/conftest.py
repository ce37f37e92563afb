import pytest

from okrflow.okrs.models import Cycle, Objective
from tests.metrics.northwind import Northwind, metric, northwind
from tests.okrs.given import cycle, published, raising


@pytest.fixture
def nw(db: None) -> Northwind:
    return northwind()


@pytest.fixture
def q3(nw: Northwind) -> Cycle:
    return cycle(nw)


@pytest.fixture
def objective(nw: Northwind, q3: Cycle) -> Objective:
    return published(nw, q3, raising(metric(nw.organisation)))
