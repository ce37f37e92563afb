"""What a file of values comes to, and reading it in."""

import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from okrflow.integrations.models import ValuesFile
from okrflow.integrations.reading.values import look_into
from okrflow.integrations.values import services
from okrflow.integrations.values.conventions import Conventions
from okrflow.integrations.values.planning import FilePlanned, plan_values
from okrflow.integrations.values.services import NotReadIn
from okrflow.metrics.models import Measurement, Metric, UnitKind
from okrflow.metrics.rights import MetricRights
from okrflow.metrics.services import record_measurement
from tests.make import july
from tests.metrics.northwind import Northwind, metric, northwind, team_metric

NOW = july(20, 9)


@pytest.fixture
def nw(db: None) -> Northwind:
    return northwind(time_zone="Europe/Berlin")


@pytest.fixture
def nps(nw: Northwind) -> Metric:
    return metric(nw.organisation)


def planned(measured: Metric, content: str, **asked: str) -> FilePlanned:
    table = look_into(io.BytesIO(content.encode()))
    return plan_values(table, Conventions.of(table, measured, asked), measured, by=None, now=NOW)


def told(measured: Metric, content: str, **asked: str) -> list[str]:
    """Of each row the value, or why it is refused."""
    found = planned(measured, content, **asked).rows
    return [
        f"{each.outcome} {each.measurement.value:f}" if each.measurement else each.reason for each in found
    ]


def received(nw: Northwind, measured: Metric, content: str, name: str = "ben") -> ValuesFile:
    return services.receive(
        rights=MetricRights.of(nw.access(name)),
        metric=measured,
        file=io.BytesIO(content.encode()),
        file_name="values.csv",
        now=NOW,
    )


def read_in(nw: Northwind, file: ValuesFile, seal: str) -> FilePlanned:
    rights = MetricRights.of(nw.access("ben"))
    return services.read_in(rights=rights, values_file=file, asked={}, seal=seal, now=NOW)


def test_rows_are_new_the_same_or_correct_the_value_of_their_day(nps: Metric) -> None:
    for day, value in ((1, 31), (2, 32)):
        record_measurement(metric=nps, about_at=july(day, 7), value=Decimal(value), note="", by=None, now=NOW)

    found = planned(nps, "2026-07-01;31\n2026-07-02;33,5\n2026-07-03;34\n2026-07-04T08:00:00Z;35\n")

    assert [each.outcome for each in found.rows] == ["same", "corrects", "new", "new"]
    assert [(each.about_at, each.value) for each in found.writes] == [
        (july(2, 7), Decimal("33.5")),
        (july(3, 10), 34),
        (july(4, 8), 35),
    ]


def test_what_is_refused_says_why(nps: Metric) -> None:
    content = (
        "2026-07-21;1\n2026-02-30;2\n2026-07-02;many\n2026-07-03;\n2026-07-04;5 EUR\n2026-07-05;6\n2026-07-05;6\n"
        "2026-07-06;7\n2026-07-06;8\n1066-10-14;9\n2026-07-07;99999999999999999\n"
    )

    found = told(nps, content)

    assert [words[:22] for words in found] == [
        "A value is about a day",
        "“2026-02-30” is no dat",
        "“many” is no number. W",
        "It has no value.",
        "It is in “EUR”, this m",
        "new 6.000000",
        "Row 6 says so already.",
        "Row 9 gives another va",
        "Row 8 gives another va",
        "“1066-10-14” lies outs",
        "That number is too lar",
    ]


def test_what_can_mean_two_things_is_asked(nps: Metric) -> None:
    table = look_into(io.BytesIO(b"03/07/2026;1.200\n"))

    asked = Conventions.of(table, nps, {})

    assert [question.name for question in asked.questions if question.problem] == ["at_format", "decimal"]
    assert told(nps, "03/07/2026;1.200\n", at_format="day-first", decimal=",") == ["new 1200.000000"]


def test_percent_are_typed_as_people_write_them(nw: Northwind) -> None:
    share = metric(nw.organisation, "Share", unit_kind=UnitKind.PERCENT, unit="%")

    assert told(share, "2026-07-01;22\n2026-07-02;22 %\n") == ["new 0.220000"] * 2
    assert told(share, "2026-07-01;0,22\n2026-07-02;22 %\n", percents="shares") == ["new 0.220000"] * 2


def test_reading_in_keeps_the_old_value_and_forgets_the_file(nw: Northwind, nps: Metric) -> None:
    wrong = record_measurement(
        metric=nps, about_at=july(1, 10), value=Decimal(13), note="", by=nw.ben, now=NOW
    )
    content = "2026-07-01;31;Typo\n2026-07-02;32\n"
    file = received(nw, nps, content)

    read_in(nw, file, planned(nps, content).seal)

    right = Measurement.objects.valid().get(about_at=july(1, 10))
    assert (right.value, right.note, right.replaces, right.recorded_by) == (31, "Typo", wrong, nw.ben)
    assert Measurement.objects.count() == 3
    assert not ValuesFile.objects.exists()


def test_values_that_changed_since_somebody_looked_are_looked_at_again(nw: Northwind, nps: Metric) -> None:
    file = received(nw, nps, "2026-07-01;31\n")
    seal = planned(nps, "2026-07-01;31\n").seal
    record_measurement(metric=nps, about_at=july(1, 10), value=Decimal(13), note="", by=nw.ben, now=NOW)

    with pytest.raises(NotReadIn, match="have changed since you looked"):
        read_in(nw, file, seal)
    assert Measurement.objects.count() == 1


def test_nobody_reads_in_what_they_may_not_write_by_hand(nw: Northwind, nps: Metric) -> None:
    with pytest.raises(PermissionDenied):
        received(nw, nps, "2026-07-01;31\n", name="vic")
    with pytest.raises(Http404):
        received(nw, team_metric(nw.policy), "2026-07-01;31\n", name="lin")


def test_a_later_file_takes_the_place_of_an_earlier_one(nw: Northwind, nps: Metric) -> None:
    for value in (31, 32):
        received(nw, nps, f"2026-07-01;{value}\n")

    assert ValuesFile.objects.count() == 1
