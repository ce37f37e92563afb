from datetime import date

import pytest
from django.core.cache import cache

from okrflow.okrs.models import Cycle
from tests.metrics.northwind import Northwind, northwind
from tests.okrs.given import cycle


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Counts of requests are kept in the cache."""
    cache.clear()


@pytest.fixture
def nw(db: None) -> Northwind:
    return northwind()


@pytest.fixture
def running(nw: Northwind) -> Cycle:
    return cycle(nw, "Now", date(2026, 7, 1), date(2029, 1, 1))
