"""The weekly check-in: one form, saved one by one or together, and its summary."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from okrflow.metrics.models import Metric
from okrflow.okrs.models import CheckIn, Cycle, KeyResult
from okrflow.okrs.services import check_in
from okrflow.rhythm.models import CheckInSummary, Sending
from okrflow.rhythm.services.summaries import NothingSaid, end_check_in
from okrflow.value_streams.models import StreamMembership
from tests.make import july
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import published, raising, rights
from tests.rhythm.conftest import MONDAY, reach

PAGE = "/o/northwind/streams/policy/check-in/"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def running(nw: Northwind) -> Cycle:
    """A cycle around the real clock, which the pages read."""
    day = timezone.now().date()
    return Cycle.objects.create(
        organisation=nw.organisation,
        slug="now",
        name="Now",
        starts_on=day.replace(day=1, month=1),
        ends_on=day.replace(day=1, month=1, year=day.year + 1),
    )


@pytest.fixture
def two(nw: Northwind, running: Cycle) -> list[KeyResult]:
    """NPS, and complaints of the second objective, which ranks first."""
    nps = published(nw, running, raising(metric(nw.organisation), title="NPS rises"), title="Loved")
    complaints = published(
        nw, running, raising(metric(nw.organisation, "Answers"), title="Answers rise"), title="Heard"
    )
    for rank, objective in ((1, complaints), (2, nps)):
        type(objective).objects.filter(pk=objective.pk).update(rank=rank)
    return [complaints.key_results.get(), nps.key_results.get()]


def typed(row: KeyResult, **fields: str) -> dict[str, str]:
    return {f"kr-{row.uuid}-{name}": value for name, value in fields.items()}


def test_key_results_stand_by_rank_with_the_flow_beside(nw: Northwind, two: list[KeyResult]) -> None:
    page = browser(nw.mia).get(PAGE)

    assert [row.standing.title for row in page.context["rows"]] == ["Answers rise", "NPS rises"]
    assert "Too few items to tell where time goes" in page.content.decode()


def test_all_are_saved_together_and_empty_ones_left_alone(nw: Northwind, two: list[KeyResult]) -> None:
    mia, (answers, nps) = browser(nw.mia), two

    done = mia.post(PAGE, typed(answers, value="24", confidence="6", note="Hired one") | typed(nps))

    assert (done.status_code, done.headers["Location"]) == (302, PAGE)
    said = CheckIn.objects.get()
    assert (said.key_result, said.value, said.confidence, said.note) == (answers, 24, 6, "Hired one")


def test_one_at_fault_does_not_stop_the_others(nw: Northwind, two: list[KeyResult]) -> None:
    answers, nps = two

    page = browser(nw.mia).post(PAGE, typed(answers, confidence="2") | typed(nps, value="24"))

    assert page.status_code == 200
    assert "Under 4, say in a sentence what stands in the way." in page.content.decode()
    assert [row.saved for row in page.context["rows"]] == [False, True]
    assert [each.key_result for each in CheckIn.objects.all()] == [nps]


def test_one_is_saved_alone(nw: Northwind, two: list[KeyResult]) -> None:
    answers, nps = two
    given = typed(answers, value="24") | typed(nps, value="30") | {"only": str(answers.uuid)}

    part = browser(nw.mia).post(PAGE, given, headers={"HX-Request": "true"})

    assert "Saved: 24" in part.content.decode() and "<html" not in part.content.decode()
    assert [each.key_result for each in CheckIn.objects.all()] == [answers]


def test_nothing_typed_saves_nothing(nw: Northwind, two: list[KeyResult]) -> None:
    page = browser(nw.mia).post(PAGE, {}, follow=True)

    assert "Nothing was typed, so nothing was saved." in page.content.decode()


def test_it_ends_in_a_summary(nw: Northwind, two: list[KeyResult]) -> None:
    answers, _ = two

    page = browser(nw.mia).post(
        PAGE, typed(answers, value="24.5", note="Hired one") | {"end": "1"}, follow=True
    )

    kept = CheckInSummary.objects.get()
    assert page.redirect_chain[-1][0] == kept.get_absolute_url()
    words = page.content.decode().replace("\u00a0", " ")
    assert "Answers rise" in words and "24.5 points" in words and "Mia: Hired one" in words
    assert 'class="chip">moved' in words
    listed = browser(nw.lin).get(f"{PAGE}summaries/").content.decode()
    assert kept.get_absolute_url() in listed


def test_a_summary_needs_something_said(nw: Northwind, two: list[KeyResult]) -> None:
    page = browser(nw.mia).post(PAGE, {"end": "1"}, follow=True)

    assert "Nobody has checked in since the last summary." in page.content.decode()
    with pytest.raises(NothingSaid):
        end_check_in(rights=rights(nw, "mia"), value_stream=nw.policy, now=MONDAY)


def test_the_next_summary_goes_on_from_the_last(nw: Northwind, nps: Metric, more: KeyResult) -> None:
    check_in(rights=rights(nw, "mia"), key_result=more, value=Decimal(22), confidence=5, now=july(13, 8))
    end_check_in(rights=rights(nw, "ben"), value_stream=nw.policy, now=july(13, 9))
    check_in(rights=rights(nw, "mia"), key_result=more, value=Decimal(23), confidence=7, now=july(20, 8))

    second = end_check_in(rights=rights(nw, "ben"), value_stream=nw.policy, now=MONDAY)

    (line,) = second.lines
    assert (line["before"], line["value"]) == ("22.000000", "23.000000")
    assert (line["confidence_before"], line["confidence"]) == (5, 7)
    check_in(rights=rights(nw, "mia"), key_result=more, value=Decimal(40), now=july(21, 8))
    second.refresh_from_db()
    assert second.lines == [line], "what was said stays as it was said"


def test_it_is_for_the_streams_own_people(nw: Northwind, two: list[KeyResult]) -> None:
    for user in (nw.ada, nw.vic, nw.lin):
        assert browser(user).get(PAGE).status_code == 403
        assert browser(user).post(PAGE, typed(two[0], value="24")).status_code == 403
    assert browser(nw.olga).get(PAGE).status_code == 404
    with pytest.raises(PermissionDenied):
        end_check_in(rights=rights(nw, "lin"), value_stream=nw.policy, now=MONDAY)


def test_members_check_in_without_a_lead_too(nw: Northwind, two: list[KeyResult]) -> None:
    StreamMembership.objects.filter(value_stream=nw.policy, user=nw.ben).delete()

    assert browser(nw.mia).post(PAGE, typed(two[0], value="24")).status_code == 302
    assert CheckIn.objects.exists()


def test_a_team_metric_in_a_summary_is_told_to_the_team_only(nw: Northwind, running: Cycle) -> None:
    row = published(nw, running, raising(team_metric(nw.policy), title="Deploy daily")).key_results.get()
    browser(nw.mia).post(PAGE, typed(row, value="24", note="Pipeline") | {"end": "1"})
    address = CheckInSummary.objects.get().get_absolute_url()

    for user, told in ((nw.vic, True), (nw.ada, False), (nw.lin, False)):
        words = browser(user).get(address).content.decode()
        assert ("Deploy daily" in words, "Pipeline" in words, "24.0" in words) == (told, told, told)
        assert ("One measure of the team" in words) is not told


def test_a_summary_is_mailed_to_the_members_who_want_it(nw: Northwind, more: KeyResult) -> None:
    reach(nw, "ben", summaries=False)
    reach(nw, "vic", quiet_weekdays=[0])
    check_in(rights=rights(nw, "mia"), key_result=more, note="Fine", now=july(20, 8))

    summary = end_check_in(rights=rights(nw, "mia"), value_stream=nw.policy, now=MONDAY)

    assert [(each.membership.user, each.summary) for each in Sending.objects.all()] == [(nw.mia, summary)]


def test_without_key_results_it_says_what_to_do(nw: Northwind) -> None:
    page = browser(nw.mia).get(PAGE)

    assert "Publish an objective first." in page.content.decode()
