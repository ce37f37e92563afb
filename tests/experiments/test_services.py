"""Planning, changing, judging and measuring experiments."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from okrflow.experiments.given import NotAnExperiment, given_of
from okrflow.experiments.measuring import groups_of, kept_effect, weeks_of
from okrflow.experiments.models import Experiment, ExperimentState, Verdict
from okrflow.experiments.services import (
    HasVerdict,
    attach_foretelling,
    begin_experiment,
    change_experiment,
    delete_experiment,
    end_experiment,
    give_verdict,
    measure_experiments,
    plan_experiment,
)
from okrflow.experiments.signals import experiments_changed
from okrflow.flow import Reason
from okrflow.flow.effect_groups import Measured
from okrflow.okrs.models import Cycle, KeyResult, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.models import Status, StreamMembership, StreamRole, ValueStream
from okrflow.web.versions import EditConflict
from okrflow.what_if.models import Scenario
from okrflow.work_items.models import Kind
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.experiments.conftest import NOW, START, given, item, rights
from tests.people import Cast


def test_a_planned_experiment_is_measured_at_once(experiment: Experiment) -> None:
    effect = kept_effect(experiment)

    assert effect is not None and effect.change is not None and effect.high is not None
    assert (effect.before, effect.after) == pytest.approx((12, 3))  # a day of work and the wait
    assert effect.change == pytest.approx(3 / 12 - 1)
    assert effect.high < 0
    assert (effect.before_items, effect.settling_items, effect.after_items, effect.open_items) == (
        40,
        1,
        35,
        1,
    )


def test_the_items_behind_the_figures(experiment: Experiment) -> None:
    found = groups_of(experiment, now=NOW)

    counted = {name: len(getattr(found, name)) for name in ("before", "settling", "after", "still_open")}
    assert counted == {"before": 40, "settling": 1, "after": 35, "still_open": 1}


def test_the_time_in_the_stage(past: ValueStream, ben: OkrRights) -> None:
    of_stage = given(past, measure=Measured.STAGE_VISIT_P50)

    found = kept_effect(plan_experiment(rights=ben, value_stream=past, given=of_stage, now=NOW))

    assert found is not None and (found.before, found.after) == pytest.approx((11, 2))


def test_without_a_stage_items_that_started_since_count(past: ValueStream, ben: OkrRights) -> None:
    found = kept_effect(
        plan_experiment(rights=ben, value_stream=past, given=given(past, stage=None), now=NOW)
    )

    assert found is not None and (found.before_items, found.after_items) == (40, 35)


def test_of_another_kind_there_is_nothing(past: ValueStream, ben: OkrRights) -> None:
    of_defects = given(past, item_kind=Kind.DEFECT)

    found = kept_effect(plan_experiment(rights=ben, value_stream=past, given=of_defects, now=NOW))

    assert found is not None and (found.reason, found.change) == (Reason.NOTHING_BEFORE, None)


def test_week_by_week(experiment: Experiment) -> None:
    weeks = weeks_of(experiment, now=NOW)

    assert (weeks[0].first, weeks[-1].first) == (START - timedelta(weeks=12), date(2026, 7, 27))
    assert sum(week.items for week in weeks) == 40 + 1 + 1 + 35
    assert [week.value for week in weeks if not week.items] == [None] * sum(not week.items for week in weeks)


def test_an_empty_stream_has_a_reason(policy: ValueStream, ben: OkrRights) -> None:
    found = kept_effect(plan_experiment(rights=ben, value_stream=policy, given=given(policy), now=NOW))

    assert found is not None and found.reason == Reason.NOTHING_BEFORE


@pytest.mark.parametrize("name", ["ada", "adam", "vic"])
def test_only_members_write(people: Cast, policy: ValueStream, name: str) -> None:
    with pytest.raises(PermissionDenied, match="written by its own members"):
        plan_experiment(rights=rights(people, name), value_stream=policy, given=given(policy), now=NOW)


def test_a_viewer_who_belongs_writes_nothing(people: Cast, policy: ValueStream) -> None:
    StreamMembership.objects.create(value_stream=policy, user=people.vic.user, role=StreamRole.MEMBER)

    with pytest.raises(PermissionDenied):
        plan_experiment(rights=rights(people, "vic"), value_stream=policy, given=given(policy), now=NOW)


@pytest.mark.parametrize(
    ("field", "wrong", "words"),
    [
        ("to_on", {"to_on": START}, "ends after it begins"),
        ("from_on", {"from_on": date(1969, 1, 1)}, "1971"),
        ("stage", {"stage": None, "measure": Measured.STAGE_VISIT_P85}, "needs the stage"),
    ],
)
def test_what_can_not_be(
    policy: ValueStream, ben: OkrRights, field: str, wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(NotAnExperiment, match=words) as refused:
        plan_experiment(rights=ben, value_stream=policy, given=given(policy, **wrong), now=NOW)

    assert refused.value.field == field
    assert not Experiment.objects.exists()


@pytest.mark.parametrize("name", ["done", "new", "Elsewhere"])
def test_only_stages_change(policy: ValueStream, ben: OkrRights, name: str) -> None:
    status, _ = Status.objects.get_or_create(organisation=policy.organisation, name=name)

    with pytest.raises(NotAnExperiment, match="no stage of Policy"):
        plan_experiment(rights=ben, value_stream=policy, given=given(policy, stage=status), now=NOW)


def test_it_has_a_title(policy: ValueStream, ben: OkrRights) -> None:
    with pytest.raises(ValidationError):
        plan_experiment(rights=ben, value_stream=policy, given=given(policy, title=""), now=NOW)


def key_result(people: Cast, stream: ValueStream | None, *, state: str = "published") -> KeyResult:
    cycle, _ = Cycle.objects.get_or_create(
        organisation=people.organisation,
        slug="q3",
        defaults={"name": "Q3", "starts_on": date(2026, 7, 1), "ends_on": date(2026, 10, 1)},
    )
    objective = Objective.objects.create(
        organisation=people.organisation,
        cycle=cycle,
        value_stream=stream,
        title="Loved",
        key=f"O-{Objective.objects.count()}",
        state=state,
    )
    return KeyResult.objects.create(
        organisation=people.organisation,
        objective=objective,
        key=f"K-{KeyResult.objects.count()}",
        title="More",
    )


def test_it_serves_a_key_result_of_its_own_or_of_the_organisation(
    people: Cast, policy: ValueStream, ben: OkrRights
) -> None:
    other = make.value_stream(people.organisation, "claims")
    good = [key_result(people, policy, state="draft"), key_result(people, policy), key_result(people, None)]
    bad = [key_result(people, other), key_result(people, None, state="draft")]

    for row in good:
        plan_experiment(rights=ben, value_stream=policy, given=given(policy, key_result=row), now=NOW)
    for row in bad:
        with pytest.raises(NotAnExperiment, match="of Policy or of the organisation"):
            plan_experiment(rights=ben, value_stream=policy, given=given(policy, key_result=row), now=NOW)


def scenario(stream: ValueStream, *, to_on: date = START, name: str = "") -> Scenario:
    return Scenario.objects.create(
        organisation=stream.organisation,
        value_stream=stream,
        name=name,
        first_on=to_on - timedelta(days=180),
        to_on=to_on,
        changes=[{"stage": "waiting", "no_waiting": True}],
        replications=200,
    )


def test_what_foretold_it_knew_only_the_time_before(
    people: Cast, policy: ValueStream, ben: OkrRights
) -> None:
    late, foreign = scenario(policy, to_on=date(2026, 6, 2)), make.value_stream(people.organisation, "claims")

    with pytest.raises(NotAnExperiment, match="seen the days up to 2 June 2026"):
        plan_experiment(rights=ben, value_stream=policy, given=given(policy, scenario=late), now=NOW)
    with pytest.raises(NotAnExperiment, match="another value stream"):
        plan_experiment(
            rights=ben, value_stream=policy, given=given(policy, scenario=scenario(foreign)), now=NOW
        )


def test_an_unsaved_what_if_is_saved_with_it(policy: ValueStream, ben: OkrRights) -> None:
    asked = scenario(policy)

    plan_experiment(rights=ben, value_stream=policy, given=given(policy, scenario=asked), now=NOW)

    asked.refresh_from_db()
    assert asked.name == "No waiting"


def test_it_is_foretold_from_the_time_before(experiment: Experiment, ben: OkrRights) -> None:
    changes = [{"stage": "waiting", "no_waiting": True}]

    found = attach_foretelling(rights=ben, experiment=experiment, changes=changes, now=NOW).scenario

    assert found is not None and found.job is not None
    assert (found.to_on, found.name, found.changes) == (START, "No waiting", changes)


def test_whoever_read_an_older_version_is_told(experiment: Experiment, ben: OkrRights) -> None:
    change_experiment(
        rights=ben, experiment=experiment, given=replace(given_of(experiment), title="A"), version=1, now=NOW
    )

    with pytest.raises(EditConflict) as conflict:
        change_experiment(
            rights=ben,
            experiment=experiment,
            given=replace(given_of(experiment), title="B"),
            version=1,
            now=NOW,
        )

    assert (conflict.value.stored.title, conflict.value.stored.version) == ("A", 2)


def test_a_planned_one_is_begun_and_ended_by_a_button(past: ValueStream, ben: OkrRights) -> None:
    later = date(2026, 8, 20)
    planned = plan_experiment(rights=ben, value_stream=past, given=given(past, from_on=later), now=NOW)
    today = NOW.date()
    assert planned.state_on(today) == ExperimentState.PLANNED

    begun = begin_experiment(rights=ben, experiment=planned, now=NOW)
    ended = end_experiment(rights=ben, experiment=begun, now=NOW)

    assert (begun.from_on, ended.to_on, ended.last_on) == (today, today + timedelta(days=1), today)
    assert ended.state_on(today + timedelta(days=1)) == ExperimentState.ENDED
    with pytest.raises(NotAnExperiment, match="It is running"):
        begin_experiment(rights=ben, experiment=ended, now=NOW)


def test_a_verdict_stays(experiment: Experiment, ben: OkrRights, people: Cast) -> None:
    judged = give_verdict(rights=ben, experiment=experiment, verdict=Verdict.KEEP, note="Good", now=NOW)

    assert (judged.verdict, judged.verdict_by, judged.verdict_at) == ("keep", people.ben.user, NOW)
    with pytest.raises(HasVerdict, match="not deleted"):
        delete_experiment(rights=ben, experiment=experiment)


def test_what_has_not_begun_is_not_judged(past: ValueStream, ben: OkrRights) -> None:
    planned = plan_experiment(
        rights=ben, value_stream=past, given=given(past, from_on=date(2026, 9, 1)), now=NOW
    )

    with pytest.raises(NotAnExperiment, match="not begun"):
        give_verdict(rights=ben, experiment=planned, verdict=Verdict.STOP, note="", now=NOW)
    delete_experiment(rights=ben, experiment=planned)
    assert not Experiment.objects.exists()


def test_new_figures_are_measured(
    experiment: Experiment, past: ValueStream, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[dict[str, Any]] = []
    experiments_changed.connect(lambda **about: told.append(about), weak=False, dispatch_uid="test")
    for number in range(10):
        item(past, f"MORE-{number}", began=20, wait=1)
    refresh_stream(past, now=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        first = measure_experiments(value_stream_ids=[past.pk], now=NOW)
        again = measure_experiments(now=NOW)

    experiments_changed.disconnect(dispatch_uid="test")
    experiment.refresh_from_db()
    found = kept_effect(experiment)
    assert (first, again, len(told)) == (1, 0, 1)
    assert found is not None and found.after_items == 45


def test_an_old_one_is_left_alone(experiment: Experiment, past: ValueStream) -> None:
    Experiment.objects.update(to_on=date(2026, 6, 20), effect=None, measured_at=None)

    measured_soon = measure_experiments(now=NOW)
    measured_late = measure_experiments(now=NOW + timedelta(days=60))

    assert (measured_soon, measured_late) == (1, 0)
