"""Charts as CSV and as PNG."""

import csv
import io

import pytest

from okrflow.analysis.charts import CHARTS
from okrflow.value_streams.models import FlowState, ValueStream
from okrflow.web import charts
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.analysis.conftest import PERIOD
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", list(CHARTS))
def test_every_table_is_a_file(people: Cast, policy: ValueStream, name: str) -> None:
    answer = people.client("vic").get(f"{policy.get_absolute_url()}charts.csv?chart={name}&{PERIOD}")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="policy-{name}-2026-07-01-2026-08-01.csv"' in answer["Content-Disposition"]
    assert bool(rows) == (name != "predictability")


def test_files_hold_numbers_that_are_not_rounded_in_columns_named_as_in_the_api(
    people: Cast, policy: ValueStream
) -> None:
    answer = people.client("vic").get(
        f"{policy.get_absolute_url()}charts.csv?chart=flow-time&group=week&{PERIOD}",
        HTTP_ACCEPT_LANGUAGE="de",
    )

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert list(rows[0]) == [
        "from",
        "to",
        *(f"flow_time_days.{of}" for of in ("count", "mean", "p50", "p85", "p95")),
        "clock",
    ]
    assert rows[1]["clock"] == "elapsed"
    assert rows[1]["from"] == "2026-07-06"
    assert float(rows[1]["flow_time_days.p85"]) == pytest.approx(5.9, abs=3)


def test_the_picture_names_its_clock(
    people: Cast, policy: ValueStream, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(charts, "png", lambda spec, *, title, subtitle, marks: told.append(subtitle) or b"")

    people.client("vic").get(f"{policy.get_absolute_url()}charts.png?chart=flow-time&{PERIOD}")

    assert told == ["Flow time · Policy, 1\u00a0Jul\u00a02026 to 31\u00a0Jul\u00a02026, elapsed time"]


def test_names_of_statuses_are_no_formulas(people: Cast) -> None:
    stream = make.value_stream(people.organisation, "evil", states={"=1+1": FlowState.ACTIVE})
    make.item(stream, "+P", make.event(make.july(3), "=1+1"))
    refresh_stream(stream)
    client = people.client("vic")

    texts = [
        client.get(f"{stream.get_absolute_url()}charts.csv?chart={name}&{PERIOD}").content.decode()
        for name in ("stages", "cumulative-flow", "ageing")
    ]

    assert all("'=1+1" in text and "\n=1" not in text for text in texts)
    assert "'+P" in texts[2]


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "predictability"])
def test_every_chart_is_a_picture(people: Cast, policy: ValueStream, name: str) -> None:
    answer = people.client("vic").get(f"{policy.get_absolute_url()}charts.png?chart={name}&{PERIOD}")

    width = int.from_bytes(answer.content[16:20], "big")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert width >= charts.PNG_WIDTH * charts.PNG_SCALE


@pytest.mark.parametrize(
    "address",
    [
        "charts.png?chart=nothing",
        "charts.csv",
        "charts.png?chart=predictability",
        "charts.csv?chart=load&from=x",
    ],
)
def test_what_is_not_there_is_not_found(people: Cast, policy: ValueStream, address: str) -> None:
    assert people.client("vic").get(policy.get_absolute_url() + address).status_code == 404


def test_pictures_have_the_light_themes_colours() -> None:
    colours = charts.light_colours()

    assert colours["accent"] == "#0b6b6b"
    assert colours["feature"] == "#1b9e77"
    assert "s1" not in colours
