"""What the tests of the API share."""

import pytest
from django.core.cache import cache

from okrflow.organisations.models import Role
from tests.api import people
from tests.api.people import Api, World


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Counts of requests are kept in the cache, by ids that come again in every test."""
    cache.clear()


@pytest.fixture
def northwind(db: None) -> World:
    return people.world()


@pytest.fixture
def olga(db: None) -> World:
    """Another organisation, of which Olga is the owner."""
    return people.world("southbank", {"olga": Role.OWNER})


@pytest.fixture
def ada(northwind: World) -> Api:
    return northwind.api("ada")


@pytest.fixture
def ben(northwind: World) -> Api:
    return northwind.api("ben")
