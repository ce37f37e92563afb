from typing import Any

import pytest

from okrflow.metrics.models import Metric
from okrflow.okrs.models import KeyResult, Objective
from okrflow.rhythm.models import NotificationSettings
from okrflow.rhythm.services.notifications import save_notifications
from tests.make import july
from tests.metrics.northwind import Northwind, metric, northwind
from tests.okrs.given import cycle, published, raising

MONDAY = july(20, 9)


@pytest.fixture
def nw(db: None) -> Northwind:
    return northwind()


@pytest.fixture
def nps(nw: Northwind) -> Metric:
    """Mobile NPS, weekly."""
    return metric(nw.organisation)


@pytest.fixture
def trusted(nw: Northwind, nps: Metric) -> Objective:
    """Policy's objective of the cycle from 1 July on, with one key result on the NPS, kept by Mia; nothing said yet."""
    return published(nw, cycle(nw), raising(nps, kept_by=nw.mia), title="Customers trust us")


@pytest.fixture
def more(trusted: Objective) -> KeyResult:
    return trusted.key_results.get()


def reach(nw: Northwind, name: str, **chosen: Any) -> NotificationSettings:
    """How that person wants to be reached."""
    return save_notifications(access=nw.access(name), **chosen)


def waiting_keys(found: Any) -> list[tuple[str, str]]:
    return [(each.kind.value, each.title) for each in found]
