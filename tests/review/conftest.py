import pytest
from django.core.cache import cache

from tests.metrics.northwind import Northwind, northwind


@pytest.fixture
def nw(db: None) -> Northwind:
    cache.clear()
    return northwind()
