import pytest

from okrflow.okrs.models import Cycle
from tests.metrics.northwind import Northwind, northwind
from tests.okrs.given import cycle


@pytest.fixture
def nw(db: None) -> Northwind:
    return northwind()


@pytest.fixture
def q3(nw: Northwind) -> Cycle:
    return cycle(nw)
