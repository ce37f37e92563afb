import pytest

from tests.metrics.northwind import Northwind, northwind


@pytest.fixture
def nw(db: None) -> Northwind:
    return northwind()
