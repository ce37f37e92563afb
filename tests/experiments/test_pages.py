"""The pages of experiments, read and written without JavaScript."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from okrflow.experiments.measuring import kept_effect
from okrflow.experiments.models import Experiment
from okrflow.experiments.services import plan_experiment
from okrflow.okrs.models import KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.models import Status, ValueStream
from okrflow.what_if.models import Scenario
from okrflow.work_items.models import Kind
from tests.experiments.conftest import NOW, START, given
from tests.experiments.test_services import key_result, scenario
from tests.people import Cast


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def base(stream: ValueStream) -> str:
    return stream.get_absolute_url() + "experiments/"


def typed(stream: ValueStream, **more: Any) -> dict[str, Any]:
    waiting = Status.objects.get(organisation=stream.organisation, name="waiting")
    return {
        "title": "No waiting",
        "hypothesis": "Sooner",
        "what_changes": "We answer",
        "stage": waiting.pk,
        "from_on": "2026-06-01",
        "measure": "flow_time_p50",
        "item_kind": "0",
    } | more


def test_an_empty_list_explains_and_begins_at_the_bottleneck(people: Cast, past: ValueStream) -> None:
    page = people.client("ben").get(base(past)).content.decode()
    seen_by_vic = people.client("vic").get(base(past)).content.decode()

    assert "An experiment is one change" in page
    assert "?stage=waiting" in page
    assert "Plan an experiment" not in seen_by_vic and "written by its own members" in seen_by_vic


def test_planning_takes_one_form(people: Cast, past: ValueStream) -> None:
    client = people.client("ben")
    opened = client.get(base(past) + "new/?stage=waiting")

    answer = client.post(base(past) + "new/", typed(past, last_on="2026-06-30"), follow=True)

    made = Experiment.objects.get()
    assert opened.context["form"].initial["stage"].name == "waiting"
    assert (made.from_on, made.to_on, made.item_kind) == (START, date(2026, 7, 1), Kind.FEATURE)
    assert answer.redirect_chain == [(made.get_absolute_url(), 302)]
    assert made.created_by == people.ben.user


def test_the_page_says_what_was_measured(people: Cast, experiment: Experiment) -> None:
    page = people.client("vic").get(experiment.get_absolute_url()).content.decode()

    assert "Flow time, p50, fell by 75 %: from 12.0 days to 3.0 days" in page
    assert "Settling" in page and "Marked:" in page
    assert "Give a verdict" not in page


def test_who_does_not_write_them_reads_whom_to_ask(people: Cast, experiment: Experiment) -> None:
    page = people.client("vic").get(base(experiment.value_stream)).content.decode()

    assert "are written by its own members. Ask one of its leads to add you." in page


def test_one_written_after_its_first_day_says_so(
    people: Cast, past: ValueStream, ben: OkrRights, experiment: Experiment
) -> None:
    in_time = plan_experiment(
        rights=ben, value_stream=past, given=given(past, title="In time", from_on=NOW.date()), now=NOW
    )
    vic = people.client("vic")

    late = vic.get(experiment.get_absolute_url()).content.decode()

    assert experiment.written_afterwards and not in_time.written_afterwards
    assert "its first day was set on 1\u00a0Aug\u00a02026" in late
    assert "written afterwards" not in vic.get(in_time.get_absolute_url()).content.decode()
    assert vic.get(base(past)).content.decode().count("written afterwards") == 1


@pytest.mark.parametrize("group", ["before", "settling", "after", "still_open"])
def test_each_number_leads_to_its_items(people: Cast, experiment: Experiment, group: str) -> None:
    effect = kept_effect(experiment)
    assert effect is not None
    name = "open_items" if group == "still_open" else f"{group}_items"

    page = people.client("vic").get(f"{experiment.get_absolute_url()}items/?group={group}")

    assert page.context["page"].paginator.count == getattr(effect, name)
    assert people.client("vic").get(f"{experiment.get_absolute_url()}items/?group=no").status_code == 404


def test_a_form_with_faults_says_where(people: Cast, past: ValueStream) -> None:
    client = people.client("ben")

    page = client.post(base(past) + "new/", typed(past, last_on="2026-05-01", title=""))
    staged = client.post(base(past) + "new/", typed(past, stage="", measure="stage_visit_p50"))

    assert page.status_code == staged.status_code == 422
    assert "title" in page.context["form"].errors
    assert "needs the stage" in staged.context["form"].errors["stage"][0]
    assert not Experiment.objects.exists()


def test_a_last_day_before_the_first_is_refused(people: Cast, past: ValueStream) -> None:
    page = people.client("ben").post(base(past) + "new/", typed(past, last_on="2026-05-01"))

    assert "ends after it begins" in page.context["form"].errors["last_on"][0]


def test_who_was_slower_is_told_and_may_save_again(people: Cast, experiment: Experiment) -> None:
    client, address = people.client("ben"), experiment.get_absolute_url() + "edit/"
    client.post(address, typed(experiment.value_stream, title="First", version=1))

    conflict = client.post(address, typed(experiment.value_stream, title="Second", version=1))
    again = client.post(
        address, typed(experiment.value_stream, title="Second", version=conflict.context["version"])
    )

    experiment.refresh_from_db()
    assert conflict.status_code == 422 and b"Somebody else saved this" in conflict.content
    assert (again.status_code, experiment.title, experiment.version) == (302, "Second", 3)


def test_a_what_if_becomes_an_experiment(people: Cast, past: ValueStream) -> None:
    asked, client = scenario(past, name="Answer at once"), people.client("ben")
    address = f"{base(past)}new/?scenario={asked.uuid}"

    fields = client.get(address).context["form"].initial
    client.post(address, typed(past, scenario=asked.pk))

    assert (fields["title"], fields["stage"].name, fields["scenario"]) == ("Answer at once", "waiting", asked)
    assert fields["what_changes"] == "No waiting in waiting"
    assert Experiment.objects.get().scenario == asked


def test_it_is_foretold_by_a_button(people: Cast, experiment: Experiment) -> None:
    client = people.client("ben")

    client.post(experiment.get_absolute_url() + "foretell/")
    running = client.get(experiment.get_absolute_url()).content.decode()
    band = {"mean": -0.72, "p5": -0.8, "p95": -0.65}
    Scenario.objects.update(
        result={"answers": [{"flow_time_change": band}], "trusted": True}, computed_at=NOW
    )
    done = client.get(experiment.get_absolute_url()).content.decode()

    assert "is being simulated" in running
    assert "−80 % to −65 %" in done and "They agree" in done


def test_what_was_foretold_otherwise_is_said(people: Cast, experiment: Experiment) -> None:
    people.client("ben").post(experiment.get_absolute_url() + "foretell/")
    band = {"mean": -0.2, "p5": -0.3, "p95": -0.1}
    Scenario.objects.update(
        result={"answers": [{"flow_time_change": band}], "trusted": False}, computed_at=NOW
    )

    page = people.client("vic").get(experiment.get_absolute_url()).content.decode()

    assert "They differ" in page and "be trusted" in page


def test_people_judge_beside_the_measurement(people: Cast, experiment: Experiment) -> None:
    client = people.client("ben")

    client.post(experiment.get_absolute_url() + "verdict/", {"verdict": "keep", "note": "We go on"})
    page = client.get(experiment.get_absolute_url()).content.decode()
    client.post(experiment.get_absolute_url() + "delete/")

    assert "Keep it" in page and "We go on" in page and "The measurement says: better." in page
    assert Experiment.objects.count() == 1


def test_it_begins_ends_and_is_deleted_by_buttons(people: Cast, past: ValueStream, ben: OkrRights) -> None:
    planned = plan_experiment(
        rights=ben, value_stream=past, given=given(past, from_on=date(2026, 9, 1)), now=NOW
    )
    client = people.client("ben")

    for button in ("begin", "end", "delete"):
        client.post(f"{planned.get_absolute_url()}{button}/")
        rows = list(Experiment.objects.values_list("from_on", "to_on"))
        assert (
            rows
            == {
                "begin": [(date(2026, 8, 1), None)],
                "end": [(date(2026, 8, 1), date(2026, 8, 2))],
                "delete": [],
            }[button]
        )


def test_what_it_serves_is_told_to_those_who_may_know(
    people: Cast, experiment: Experiment, past: ValueStream
) -> None:
    own_draft = key_result(people, past, state="draft")
    Experiment.objects.update(key_result=own_draft)

    seen_by_ben = people.client("ben").get(experiment.get_absolute_url()).content.decode()
    seen_by_vic = people.client("vic").get(experiment.get_absolute_url()).content.decode()

    assert own_draft.get_absolute_url() in seen_by_ben
    assert own_draft.get_absolute_url() not in seen_by_vic and "only members of the stream" in seen_by_vic


def test_a_key_result_names_the_experiments_that_serve_it(
    people: Cast, experiment: Experiment, past: ValueStream
) -> None:
    served = key_result(people, past)
    Experiment.objects.update(key_result=served)

    page = people.client("vic").get(KeyResult.objects.get().get_absolute_url()).content.decode()

    assert "Experiments that serve it" in page and experiment.get_absolute_url() in page
    assert "running, −75 %" in page


def test_the_list_costs_the_same_for_more(people: Cast, past: ValueStream, ben: OkrRights) -> None:
    client, counts = people.client("vic"), []
    for number in (1, 6):
        for _ in range(number):
            plan_experiment(rights=ben, value_stream=past, given=given(past), now=NOW)
        client.get(base(past))
        with CaptureQueriesContext(connection) as queries:
            client.get(base(past))
        counts.append(len(queries))

    assert counts[0] == counts[1]
