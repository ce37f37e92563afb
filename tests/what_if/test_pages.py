"""The pages of the what-if, as they come without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from okrflow.jobs.models import Job, JobState
from okrflow.value_streams.models import ValueStream
from okrflow.what_if import services
from okrflow.what_if.models import Scenario
from tests import make
from tests.people import Cast
from tests.what_if.past import simulated

PAGE = "/o/northwind/streams/policy/what-if/"
NO_WAITING = {"no_waiting:Waits for the office": "on"}
QUESTION = {"window_days": "180", **NO_WAITING}


@pytest.fixture(autouse=True)
def _until_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The past ends today, whenever the tests run."""
    monkeypatch.setattr("tests.what_if.past.NOW", timezone.now())


def text_of(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def asked(
    policy: ValueStream, people: Cast, *, name: str = "", done: bool = True, **change: object
) -> Scenario:
    changes = [change or {"stage": "Waits for the office", "no_waiting": True}]
    started = services.start(
        value_stream=policy, changes=changes, user=people.ben.user, now=timezone.now(), name=name
    )
    return simulated(started, now=timezone.now()) if done else started


def test_a_question_leads_to_its_running_job(policy: ValueStream, people: Cast) -> None:
    ben = people.client("ben")

    sent = ben.post(PAGE, QUESTION)
    page = ben.get(sent["Location"])

    scenario = Scenario.objects.get()
    assert sent.status_code == 302
    assert scenario.changes == [{"stage": "Waits for the office", "no_waiting": True}]
    content = page.content.decode()
    assert "Waiting for a worker" in content
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in content
    assert f'action="/o/northwind/jobs/{scenario.job.uuid}/cancel/"' in content  # type: ignore[union-attr]


def test_changes_are_combined(policy: ValueStream, people: Cast) -> None:
    more = {
        "places:Verification": "2",
        "work_factor:Verification": "50",
        "load_limit:": "12",
        "arrivals_factor:defect": "80",
    }

    people.client("ben").post(PAGE, QUESTION | more)

    assert Scenario.objects.get().changes == [
        {"stage": "Verification", "places": 2},
        {"stage": "Verification", "work_factor": 0.5},
        {"stage": "Waits for the office", "no_waiting": True},
        {"load_limit": 12},
        {"kind": "defect", "arrivals_factor": 0.8},
    ]


def test_an_answer_says_what_would_change(policy: ValueStream, people: Cast) -> None:
    scenario = asked(policy, people)

    text = text_of(people.client("vic").get(scenario.get_absolute_url()))

    assert "Flow time falls by 9" in text
    assert "It leaves velocity unchanged: it follows arrivals, no stage limits it." in text
    assert "Constraint today none" in text
    assert "The model reproduces the window: flow time within" in text
    assert "An outside delay: nobody in the stream is busy with it" in text
    assert "bottleneck" not in text.lower()


def test_the_model_says_beside_the_form_what_is_not_offered(policy: ValueStream, people: Cast) -> None:
    before = text_of(people.client("ben").get(PAGE))
    asked(policy, people)
    after = text_of(people.client("ben").get(PAGE))

    assert "More at a time" in before
    assert "More at a time can’t be simulated: its capacity can’t be seen" in after
    assert "The model, fitted on" in after


def test_only_the_model_is_fitted_without_changes(policy: ValueStream, people: Cast) -> None:
    ben = people.client("ben")

    refused = ben.post(PAGE, {"window_days": "180"})
    ben.post(PAGE, {"window_days": "180", "fit": "1"})

    assert refused.status_code == 422
    assert "Choose at least one change" in text_of(refused)
    fitted = simulated(Scenario.objects.get(), now=timezone.now())
    text = text_of(ben.get(fitted.get_absolute_url()))
    assert "The stream as it runs today" in text
    assert "Difference" not in text


def test_a_change_that_is_not_offered_says_why(policy: ValueStream, people: Cast) -> None:
    scenario = asked(policy, people, stage="Verification", places=1)

    text = text_of(people.client("ben").get(scenario.get_absolute_url()))

    assert "Not simulated Verification: More at a time can’t be simulated" in text


def test_a_stage_is_chosen_by_the_address(policy: ValueStream, people: Cast) -> None:
    content = people.client("ben").get(f"{PAGE}?stage=Waits+for+the+office").content.decode()

    assert re.search(r'name="no_waiting:Waits for the office"[^>]* checked', content)


def test_an_earlier_question_can_be_changed(policy: ValueStream, people: Cast) -> None:
    scenario = asked(policy, people, done=False, kind="defect", arrivals_factor=0.8)

    content = people.client("ben").get(f"{PAGE}?scenario={scenario.uuid}").content.decode()

    assert re.search(r'name="arrivals_factor:defect" value="80"', content)
    assert people.client("ben").get(f"{PAGE}?scenario=nonsense").status_code == 200


def test_saved_scenarios_are_compared(policy: ValueStream, people: Cast) -> None:
    scenario, ben = asked(policy, people), people.client("ben")

    ben.post(scenario.get_absolute_url(), {"name": "Nobody waits"})
    text = text_of(ben.get(PAGE))

    assert "Nobody waits" in text
    assert "No waiting in Waits for the office" in text
    assert "Asked lately" not in text
    assert re.search(r"[\d.]+ d → [\d.]+ [dh] −[\d.]+ to −[\d.]+ ?d ", text.replace("&nbsp;", " "))
    assert "experiments/new/?scenario=" in ben.get(scenario.get_absolute_url()).content.decode()


def test_a_name_is_given_once_in_a_stream(policy: ValueStream, people: Cast) -> None:
    asked(policy, people, done=False, name="Nobody waits")
    other, ben = asked(policy, people, load_limit=5), people.client("ben")

    refused = ben.post(other.get_absolute_url(), {"name": "nobody WAITS"})

    assert refused.status_code == 422
    assert "Policy has a scenario called “nobody WAITS” already." in text_of(refused)
    assert Scenario.objects.saved().count() == 1


def test_a_day_to_come_is_refused_with_a_sentence(policy: ValueStream, people: Cast) -> None:
    tomorrow = timezone.now().date() + timedelta(days=2)

    refused = people.client("ben").post(PAGE, {**QUESTION, "to": tomorrow.isoformat()})

    assert refused.status_code == 422
    assert "are not over yet. Choose today" in text_of(refused)
    assert not Scenario.objects.exists()


def test_the_same_question_is_not_simulated_twice(policy: ValueStream, people: Cast) -> None:
    scenario = asked(policy, people)

    page = people.client("ben").post(PAGE, QUESTION, follow=True)

    assert "This was simulated earlier today" in text_of(page)
    assert list(Scenario.objects.all()) == [scenario]


def test_a_failed_one_can_be_simulated_again(policy: ValueStream, people: Cast) -> None:
    scenario, ben = asked(policy, people, done=False), people.client("ben")
    Job.objects.update(state=JobState.FAILED, problem={"title": "It took too long", "detail": "Try again."})

    assert "It took too long" in text_of(ben.get(scenario.get_absolute_url()))
    ben.post(f"{scenario.get_absolute_url()}again/")

    scenario.refresh_from_db()
    assert scenario.job and scenario.job.state == JobState.QUEUED


def test_a_refusal_stands_on_the_form(policy: ValueStream, people: Cast) -> None:
    for limit in range(1, services.MOST_RUNNING + 1):
        asked(policy, people, done=False, load_limit=limit)

    page = people.client("ben").post(PAGE, QUESTION)

    assert page.status_code == 422
    assert "are under way, as many as there may be" in text_of(page)
    assert re.search(r'name="no_waiting:Waits for the office"[^>]* checked', page.content.decode())


def test_a_viewer_reads_and_learns_whom_to_ask(policy: ValueStream, people: Cast) -> None:
    scenario, vic = asked(policy, people, done=False), people.client("vic")

    assert "Simulating is for editors. Ask an owner of Northwind" in text_of(vic.get(PAGE))
    assert "It is being simulated" in text_of(vic.get(scenario.get_absolute_url()))
    assert vic.post(PAGE, QUESTION).status_code == 403
    for address in ("", "again/", "delete/"):
        assert vic.post(f"{scenario.get_absolute_url()}{address}", {"name": "x"}).status_code == 403


def test_a_short_past_is_not_trusted(people: Cast, policy: ValueStream) -> None:
    scenario = services.start(
        value_stream=policy, changes=[], window_days=30, user=people.ben.user, now=timezone.now()
    )

    text = text_of(people.client("ben").get(simulated(scenario, now=timezone.now()).get_absolute_url()))

    assert "This answer can't be trusted" in text
    assert text.index("The window has 30 days and needs 60.") < text.index("Show it all the same")
    assert text.index("Show it all the same") < text.index("The stream as it runs today")
    # what such a model can't see says nothing about other windows
    assert 'name="places:Verification"' in people.client("ben").get(PAGE).content.decode()


def test_one_that_is_not_trusted_is_compared_only_on_request(people: Cast, policy: ValueStream) -> None:
    scenario = services.start(
        value_stream=policy,
        changes=[{"stage": "Waits for the office", "no_waiting": True}],
        window_days=30,
        user=people.ben.user,
        now=timezone.now(),
        name="Nobody waits",
    )
    simulated(scenario, now=timezone.now())

    text = text_of(people.client("vic").get(PAGE))

    saved = text[text.index("Saved scenarios") :]
    assert saved.index("The window has 30 days and needs 60.") < saved.index("Show it all the same")
    assert saved.index("Show it all the same") < saved.index("→")


def test_pages_ask_no_more_for_more_scenarios(
    policy: ValueStream, people: Cast, django_assert_max_num_queries: object
) -> None:
    ben = people.client("ben")
    ben.get(PAGE)
    for number in range(8):
        asked(policy, people, done=False, load_limit=number + 1, name=f"Saved {number}" if number % 2 else "")
        Job.objects.update(state=JobState.DONE)

    with django_assert_max_num_queries(18):  # type: ignore[operator]
        ben.get(PAGE)


def test_an_empty_stream_says_what_to_do(people: Cast) -> None:
    make.value_stream(people.organisation, states={})

    assert "No stages yet" in text_of(people.client("ben").get(PAGE))
