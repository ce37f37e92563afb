"""The page of forecasts and its answer in the API: the same figures, and an explanation of what can't be asked."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from okrflow.experiments.measuring import keep
from okrflow.experiments.models import Experiment
from okrflow.value_streams.models import ValueStream
from tests import make
from tests.analysis.conftest import NOW
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with mock.patch.object(timezone, "now", return_value=NOW):
        yield


@pytest.fixture
def vic(people: Cast) -> Client:
    return people.client("vic")


def page(client: Client, stream: ValueStream, query: str = "") -> str:
    answer = client.get(f"{stream.get_absolute_url()}forecast/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def told(client: Client, query: str, status: int = 200) -> dict[str, Any]:
    answer = client.get(f"/api/v1/organisations/northwind/value-streams/policy/forecast?{query}")
    assert answer.status_code == status, answer.content
    return dict(answer.json())


def test_both_questions_are_answered_in_sentences(vic: Client, policy: ValueStream) -> None:
    found = page(vic, policy)

    assert "By 28\u00a0Aug\u00a02026 you finish at least " in found
    assert "20\u00a0items are done by " in found
    assert "Such a statement held in" in found
    assert "<svg" in found and "style=" not in found


def test_the_page_and_the_api_say_the_same(vic: Client, policy: ValueStream) -> None:
    how_many = told(vic, "date=2026-08-28")
    figures = how_many["how_many"]

    found = page(vic, policy, "date=2026-08-28")

    assert figures["p15"] <= figures["p50"] <= figures["p85"]
    assert f"at least {figures['p15']}\u00a0items with 85 % confidence, {figures['p50']} as likely" in found
    assert f"held in {how_many['back_test']['held']} of the last {how_many['back_test']['weeks']}" in found
    assert how_many["samples_days"] == 90
    assert told(vic, "date=2026-08-28") == how_many


def test_when_is_told_in_dates(vic: Client, policy: ValueStream) -> None:
    dates = told(vic, "items=20")["when"]

    assert "2026-08-01" < dates["p50"] <= dates["p85"] <= dates["p95"] < "2027-08-01"


def test_one_question_keeps_the_other(vic: Client, policy: ValueStream) -> None:
    found = page(vic, policy, "date=2026-09-30&items=7")

    assert '<input type="hidden" name="items" value="7">' in found
    assert '<input type="hidden" name="date" value="2026-09-30">' in found


@pytest.mark.parametrize(
    "query",
    [
        "",
        "items=3&date=2026-08-28",
        "items=0",
        "items=1001",
        "items=x",
        "date=2026-07-31",
        "date=2028-08-02",
        "days=3",
    ],
)
def test_the_api_refuses_what_cannot_be_asked(vic: Client, policy: ValueStream, query: str) -> None:
    assert told(vic, query, status=400)["errors"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("date=2026-07-31", "That day is over."),
        ("date=2028-08-02", "That is too far."),
        ("items=0", "greater than or equal to 1"),
        ("items=1001", "less than or equal to 1000"),
        ("date=31", "Enter a valid date."),
    ],
)
def test_the_page_says_what_to_do_instead(vic: Client, policy: ValueStream, query: str, words: str) -> None:
    assert words in page(vic, policy, query)


def test_too_little_to_draw_from_is_said(vic: Client, people: Cast) -> None:
    empty = make.value_stream(people.organisation)

    assert "No forecast yet" in page(vic, empty)
    assert told(vic, "items=5")["when"] == {
        "p50": None,
        "p85": None,
        "p95": None,
        "reason": {
            "code": "no_forecast",
            "text": "On fewer than 5 days of the samples an item was finished: too little to draw from.",
        },
    }


def test_the_items_behind_it_are_those_of_the_samples(vic: Client, policy: ValueStream) -> None:
    assert "items/?figure=velocity&amp;from=2026-05-03&amp;to=2026-08-01" in page(vic, policy)


def test_the_page_costs_few_queries(
    vic: Client, policy: ValueStream, django_assert_max_num_queries: Any
) -> None:
    page(vic, policy)  # what waits for Vic is counted once a minute

    with django_assert_max_num_queries(17):
        page(vic, policy)


def test_days_on_which_an_experiment_settled_are_told_with_what_they_matter(
    vic: Client, policy: ValueStream, people: Cast
) -> None:
    experiment = Experiment.objects.create(
        organisation=policy.organisation,
        value_stream=policy,
        title="No waiting",
        hypothesis="It takes a third.",
        what_changes="We answer at once.",
        from_on=date(2026, 6, 1),
    )
    keep(experiment, now=NOW)

    found, body = page(vic, policy), told(vic, "date=2026-08-28")

    settling = body["settling"]
    assert (settling["days"], settling["experiments"]) == (14, [str(experiment.uuid)])
    assert "An experiment settled on 14 of these 90\u00a0days: " in found
    assert f"you finish at least {settling['how_many']['p15']}\u00a0items" in found
    assert 0 < settling["finished_per_day"] < 1 and 0 < settling["finished_per_other_day"] < 1
    assert told(vic, "items=20")["settling"]["when"]["p85"]


def test_without_settling_there_is_nothing_to_say(vic: Client, policy: ValueStream) -> None:
    assert told(vic, "items=20")["settling"] is None
    assert "Stored work was released" not in page(vic, policy)
