from datetime import date

import pytest

from okrflow.impediments.given import ImpedimentGiven
from okrflow.impediments.models import Impediment
from okrflow.impediments.services import raise_impediment
from okrflow.okrs.models import Cycle
from okrflow.value_streams.models import Status
from tests.metrics.northwind import Northwind, northwind
from tests.okrs.given import NOW, cycle, rights


@pytest.fixture
def nw(db: None) -> Northwind:
    return northwind()


@pytest.fixture
def q3(nw: Northwind) -> Cycle:
    return cycle(nw)


@pytest.fixture
def waiting(nw: Northwind) -> Status:
    return Status.objects.get(organisation=nw.organisation, name="waiting")


@pytest.fixture
def impediment(nw: Northwind, waiting: Status) -> Impediment:
    """Policy's, on its stage "waiting"."""
    given = ImpedimentGiven(
        title="Answers take weeks", raised_on=date(2026, 6, 1), stage=waiting, stage_stream=nw.policy
    )
    return raise_impediment(rights=rights(nw, "ben"), value_stream=nw.policy, given=given, now=NOW)
