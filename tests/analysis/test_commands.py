"""The commands print what the API answers, after bringing the stream up to date."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from okrflow.value_streams.models import ValueStream
from tests import make
from tests.make import july

pytestmark = pytest.mark.django_db
ARGUMENTS = ("--organisation", "northwind", "--value-stream", "policy")
PERIOD = ("--from", "2026-07-01", "--to", "2026-08-01")


@pytest.fixture
def policy() -> ValueStream:
    stream = make.value_stream(make.organisation())
    make.item(stream, "P-1", make.event(july(1), "active"), make.event(july(3), "done"))
    return stream


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_flow_metrics_of_what_nobody_has_refreshed_yet(policy: ValueStream) -> None:
    body = json.loads(printed("flow_metrics", *ARGUMENTS, *PERIOD, "--kind", "feature", "--json"))

    assert body["velocity"]["total"] == 1
    assert body["flow_time_days"]["p50"] == 2.0
    assert body["up_to_date"]


def test_stages(policy: ValueStream) -> None:
    body = json.loads(printed("stages", *ARGUMENTS, *PERIOD))

    assert body["stages"][0] | {"status": "active", "item_days": 2.0} == body["stages"][0]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--organisation", "nobody", "--value-stream", "policy"), "no organisation"),
        (("--organisation", "northwind", "--value-stream", "nothing"), "no value stream"),
        ((*ARGUMENTS, "--from", "2026-07-01"), "half a period"),
    ],
)
def test_what_cannot_be_asked_is_said(policy: ValueStream, arguments: tuple[str, ...], text: str) -> None:
    with pytest.raises(CommandError, match=text):
        call_command("flow_metrics", *arguments)
