"""The world is made once for all rows; what a request writes is taken back after it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.access.world import World, world


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Northwind and Southbank, in a transaction that is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        yield world()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Counts of requests are kept in the cache."""
    cache.clear()
