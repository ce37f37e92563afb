"""The commands that compare what is stored with the events, and heal it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from okrflow.value_streams.models import ValueStream
from okrflow.work_items.models import FlowDay, ItemFacts
from tests import make
from tests.make import july

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> ValueStream:
    stream = make.value_stream(make.organisation())
    make.item(stream, "P-1", make.event(july(1), "active"), make.event(july(3), "done"))
    return stream


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_check_rollups_finds_what_rebuild_streams_heals(policy: ValueStream) -> None:
    assert printed("check_rollups") == "northwind/policy: right\n"
    FlowDay.objects.filter(kind=4).update(finished=5)
    ItemFacts.objects.update(reopened=3)

    with pytest.raises(CommandError, match="1 streams differ"):
        printed("check_rollups")
    printed("rebuild_streams")

    assert printed("check_rollups", "--organisation", "northwind") == "northwind/policy: right\n"
