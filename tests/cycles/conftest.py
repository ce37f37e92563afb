from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from okrflow.metrics.models import Metric
from okrflow.metrics.services import record_measurement
from okrflow.okrs.models import Cycle, Objective
from tests.cycles.given import OVER
from tests.metrics.northwind import Northwind, metric, northwind
from tests.okrs.given import cycle, published, raising


@pytest.fixture
def nw(db: None) -> Northwind:
    return northwind()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The third day after the cycle."""
    monkeypatch.setattr(timezone, "now", lambda: OVER)
    return OVER


@pytest.fixture
def nps(nw: Northwind) -> Metric:
    found = metric(nw.organisation)
    about = OVER - timedelta(days=20)
    record_measurement(metric=found, about_at=about, value=Decimal(40), note="", by=None, now=about)
    return found


@pytest.fixture
def quarter(nw: Northwind) -> Cycle:
    return cycle(nw, "Q3 2026", date(2026, 7, 1), date(2026, 10, 1))


@pytest.fixture
def own(nw: Northwind, quarter: Cycle, nps: Metric) -> Objective:
    """Policy's, at 0.80."""
    return published(nw, quarter, raising(nps, title="NPS rises"))


@pytest.fixture
def together(nw: Northwind, quarter: Cycle, nps: Metric) -> Objective:
    """The organisation's, at 0.80."""
    return published(nw, quarter, raising(nps), by="ada", title="Together")
