from datetime import date

import pytest
from django.utils import timezone

from okrflow.okrs.models import Cycle
from tests.metrics.northwind import Northwind, northwind
from tests.okrs.given import cycle


@pytest.fixture
def nw(db: None) -> Northwind:
    return northwind()


@pytest.fixture
def running(nw: Northwind) -> Cycle:
    """This year: pages have the clock of today."""
    year = timezone.now().year
    return cycle(nw, "This year", date(year, 1, 1), date(year + 1, 1, 1))
