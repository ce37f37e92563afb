"""Which clock durations are on: asked for by `clock`, said in every answer."""

from datetime import time
from decimal import Decimal

import pytest

from okrflow.organisations.services import set_calendar
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.api.people import Api, World
from tests.make import july

JULY = "from=2026-07-01&to=2026-07-31"


@pytest.fixture
def weekend(northwind: World) -> str:
    """An item from Friday at 15:00 to Monday at 11:00, and one in progress since Thursday at noon; the first one's id."""
    done = make.item(
        northwind.stream, "P-1", make.event(july(3, 15), "active"), make.event(july(6, 11), "done")
    )
    make.item(northwind.stream, "P-2", make.event(july(30, 12), "active"))
    refresh_stream(northwind.stream)
    return str(done.uuid)


def work_hours(northwind: World) -> None:
    set_calendar(
        organisation=northwind.stream.organisation,
        clock="working",
        day_starts_at=time(9),
        hours_per_day=Decimal(8),
        weekdays=range(5),
    )
    refresh_stream(northwind.stream)


def test_either_clock_can_be_asked_for(ben: Api, weekend: str) -> None:
    for clock, days in (("", 68 / 24), ("&clock=elapsed", 68 / 24), ("&clock=working", 0.5)):
        body = ben.get(f"value-streams/policy/flow-metrics?{JULY}{clock}").json()
        assert body["clock"] == (clock.removeprefix("&clock=") or "elapsed")
        assert body["flow_time_days"]["p50"] == pytest.approx(days)


def test_the_organisations_clock_is_the_default(northwind: World, ben: Api, weekend: str) -> None:
    work_hours(northwind)

    metrics = ben.get(f"value-streams/policy/flow-metrics?{JULY}").json()
    stages = ben.get(f"value-streams/policy/stages?{JULY}").json()
    elapsed = ben.get(f"value-streams/policy/stages?{JULY}&clock=elapsed").json()
    item = ben.get(f"work-items/{weekend}").json()

    assert (metrics["clock"], metrics["flow_time_days"]["p50"]) == ("working", 0.5)
    visits = [body["stages"][0]["visit_days"]["p50"] for body in (stages, elapsed)]
    assert visits == [0.5, pytest.approx(68 / 24)]
    assert stages["stages"][0]["item_days"] == elapsed["stages"][0]["item_days"]
    assert (item["clock"], item["flow_time_days"], item["wait_days"], item["efficiency"]) == (
        "working",
        0.5,
        0,
        1,
    )


def test_items_of_lists_follow_the_clock_that_is_asked_for(ben: Api, weekend: str) -> None:
    first = ben.get("work-items?clock=working&external_id=P-1").json()["results"][0]
    in_progress = ben.get("work-items?external_id=P-2").json()["results"][0]

    assert (first["clock"], first["flow_time_days"]) == ("working", 0.5)
    assert ben.get(f"work-items/{weekend}?clock=elapsed").json()["flow_time_days"] == pytest.approx(68 / 24)
    ages = [
        ben.get(f"work-items/{in_progress['id']}?clock={each}").json()["age_days"]
        for each in ("elapsed", "working")
    ]
    assert ages[0] > ages[1] > 0


def test_there_is_no_other_clock(ben: Api, weekend: str) -> None:
    for path in (
        f"value-streams/policy/flow-metrics?{JULY}",
        "work-items?count=true",
        f"work-items/{weekend}?x=",
    ):
        assert ben.get(f"{path}&clock=sundial").status_code == 400
