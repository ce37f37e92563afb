"""Windows, cycles, grains and kinds, all in the address."""

from datetime import UTC, date, datetime

import pytest
from django.http import Http404, QueryDict

from okrflow.analysis.choices import FlowChoice, chosen_flow, standard_choices
from okrflow.flow import Grain, Kind
from okrflow.okrs.models import Cycle
from okrflow.organisations.models import Organisation
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 15, 12, tzinfo=UTC)


@pytest.fixture
def northwind() -> Organisation:
    organisation = make.organisation()
    for name, first, to in (
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("q2", date(2026, 4, 1), date(2026, 7, 1)),
        ("q3", date(2026, 7, 1), date(2026, 10, 1)),
        ("q4", date(2026, 10, 1), date(2027, 1, 1)),
    ):
        Cycle.objects.create(organisation=organisation, slug=name, name=name, starts_on=first, ends_on=to)
    return organisation


def chosen(organisation: Organisation, query: str = "") -> FlowChoice:
    return chosen_flow(QueryDict(query), organisation, now=NOW)


@pytest.mark.parametrize(
    ("query", "first", "to", "grain"),
    [
        ("", date(2026, 5, 18), date(2026, 8, 16), Grain.WEEK),
        ("days=30", date(2026, 7, 17), date(2026, 8, 16), Grain.DAY),
        ("days=180", date(2026, 2, 17), date(2026, 8, 16), Grain.WEEK),
        ("days=7", date(2026, 5, 18), date(2026, 8, 16), Grain.WEEK),
        ("cycle=q3", date(2026, 7, 1), date(2026, 8, 16), Grain.WEEK),
        ("cycle=q2", date(2026, 4, 1), date(2026, 7, 1), Grain.WEEK),
        ("from=2026-07-01&to=2026-07-08", date(2026, 7, 1), date(2026, 7, 8), Grain.DAY),
        ("from=2024-07-01&to=2026-07-08", date(2024, 7, 1), date(2026, 7, 8), Grain.MONTH),
    ],
)
def test_windows(northwind: Organisation, query: str, first: date, to: date, grain: Grain) -> None:
    choice = chosen(northwind, query)

    assert (choice.window.first, choice.window.to, choice.grain) == (first, to, grain)
    assert not choice.problem


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", "days=90"),
        ("group=week&days=90", "days=90"),
        ("group=day&kind=defect", "days=90&kind=defect&group=day"),
        ("cycle=q2&group=month", "cycle=q2&group=month"),
        ("to=2026-07-08&from=2026-07-01", "from=2026-07-01&to=2026-07-08"),
    ],
)
def test_equal_choices_have_one_query(northwind: Organisation, query: str, canonical: str) -> None:
    choice = chosen(northwind, query)

    assert choice.query == canonical
    assert chosen(northwind, choice.query) == choice


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("cycle=q4", "no cycle of this name"),
        ("cycle=nothing", "no cycle of this name"),
        ("from=2020-01-01&to=2026-01-01&group=day", "more than 400 groups"),
        ("group=year", "“day”, “week” or “month”"),
        ("from=2026-07-01", "half a period"),
        ("from=2026-07-09&to=2026-07-01", "must lie before"),
    ],
)
def test_what_cannot_be_is_explained_and_the_last_90_days_are_shown(
    northwind: Organisation, query: str, problem: str
) -> None:
    choice = chosen(northwind, query + "&kind=risk")

    assert problem in choice.problem
    assert (choice.query, choice.kind) == ("days=90&kind=risk", Kind.RISK)


def test_an_unknown_kind_is_not_found(northwind: Organisation) -> None:
    with pytest.raises(Http404):
        chosen(northwind, "kind=story")


def test_everything_else_is_kept_in_the_links(northwind: Organisation) -> None:
    choice = chosen(northwind, "cycle=q2&kind=debt&group=day")

    assert choice.lengths[0] == (30, "days=30&kind=debt&group=day", False)
    assert choice.kinds[0] == ("All kinds", "cycle=q2&group=day", False)
    assert [query for _, query, _ in choice.grains] == [
        "cycle=q2&kind=debt&group=day",
        "cycle=q2&kind=debt",
        "cycle=q2&kind=debt&group=month",
    ]


def test_cycles_that_have_begun_are_offered_the_shortest_running_one_first(northwind: Organisation) -> None:
    choice = chosen(northwind, "cycle=2026")

    assert choice.running_cycle == (choice.running, "cycle=q3", False)
    assert [(cycle.slug, current) for cycle, _, current in choice.other_cycles] == [
        ("q2", False),
        ("2026", True),
    ]


def test_the_standard_choices_are_those_of_the_plain_links(northwind: Organisation) -> None:
    choices = standard_choices(northwind, now=NOW)

    assert [choice.query for choice in choices] == ["days=30", "days=90", "days=180", "cycle=q3"]
    assert choices == [chosen(northwind, choice.query) for choice in choices]
