"""Northwind's Policy with a past."""

import pytest

from okrflow.value_streams.models import ValueStream
from tests import make
from tests.people import Cast, cast
from tests.what_if.past import STATES, write_past


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def policy(people: Cast) -> ValueStream:
    stream = make.value_stream(people.organisation, states=STATES)
    write_past(stream)
    return stream
