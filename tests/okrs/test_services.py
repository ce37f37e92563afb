"""Writing OKRs: who may, what is refused, what is kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from okrflow.flow import Kind
from okrflow.metrics.models import Measure, Measurement
from okrflow.okrs.given import FlowGiven, KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Aim, CheckIn, KeyResult, Objective, TargetForm
from okrflow.okrs.services import (
    CycleGiven,
    EditConflict,
    NotACycle,
    NotADraft,
    NotPossible,
    NotReady,
    change_cycle,
    check_in,
    confirm_baseline,
    create_cycle,
    delete_draft,
    publish_objective,
    save_objective,
)
from okrflow.okrs.signals import okrs_changed
from okrflow.organisations.models import Membership
from okrflow.value_streams.models import StreamMembership
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import NOW, cycle, drafted, published, raising, rights

# Who may


@pytest.mark.parametrize("name", ["ben", "mia"])
def test_members_who_are_editors_write_their_streams_objectives(nw: Northwind, name: str) -> None:
    assert drafted(nw, cycle(nw), by=name).value_stream == nw.policy


@pytest.mark.parametrize("name", ["ada", "adam", "vic", "lin"])
def test_others_do_not_write_a_streams_objectives(nw: Northwind, name: str) -> None:
    given = ObjectiveGiven(title="From above", cycle=cycle(nw))

    with pytest.raises(PermissionDenied, match="written by its own members"):
        save_objective(rights=rights(nw, name), value_stream=nw.policy, given=given, key_results=[])


@pytest.mark.parametrize("name", ["ben", "mia", "vic"])
def test_the_organisations_objectives_are_written_by_administrators(nw: Northwind, name: str) -> None:
    given = ObjectiveGiven(title="For all", cycle=cycle(nw))

    with pytest.raises(PermissionDenied, match="administrators and owners"):
        save_objective(rights=rights(nw, name), value_stream=None, given=given, key_results=[])
    assert drafted(nw, given.cycle, by="adam").value_stream is None


def test_leads_publish_and_members_do_not(nw: Northwind) -> None:
    draft = drafted(nw, cycle(nw), raising(metric(nw.organisation)))

    with pytest.raises(PermissionDenied, match="published by its leads"):
        publish_objective(rights=rights(nw, "mia"), objective=draft, version=draft.version)
    objective = publish_objective(rights=rights(nw, "ben"), objective=draft, version=draft.version, now=NOW)
    assert objective.published_by == nw.ben


def test_a_draft_is_seen_by_its_streams_members_alone(nw: Northwind) -> None:
    of_policy = drafted(nw, cycle(nw))
    of_all = drafted(nw, of_policy.cycle, by="ada")

    seen = {name: set(rights(nw, name).readable) for name in ("ada", "adam", "ben", "mia", "vic", "lin")}

    assert seen["ada"] == seen["adam"] == {of_all}
    assert seen["ben"] == seen["mia"] == seen["vic"] == {of_policy}
    assert seen["lin"] == set()


@pytest.mark.parametrize("name", ["ada", "lin", "vic"])
def test_others_do_not_check_in(nw: Northwind, name: str) -> None:
    key_result = published(nw, cycle(nw), raising(metric(nw.organisation))).key_results.get()

    with pytest.raises(PermissionDenied):
        check_in(rights=rights(nw, name), key_result=key_result, confidence=7)


def test_who_keeps_it_up_to_date_checks_in(nw: Northwind) -> None:
    key_result = published(nw, cycle(nw), raising(metric(nw.organisation), kept_by=nw.lin)).key_results.get()

    assert (
        check_in(rights=rights(nw, "lin"), key_result=key_result, confidence=7, now=NOW).created_by == nw.lin
    )


def test_who_keeps_it_up_to_date_is_a_member_of_the_organisation(nw: Northwind) -> None:
    with pytest.raises(NotReady, match="member of the organisation"):
        drafted(nw, cycle(nw), raising(metric(nw.organisation), kept_by=nw.olga))


def test_a_demoted_member_writes_no_more(nw: Northwind) -> None:
    draft = drafted(nw, cycle(nw), by="mia")
    Membership.objects.filter(user=nw.mia).update(role="viewer")

    with pytest.raises(PermissionDenied):
        delete_draft(rights=rights(nw, "mia"), objective=draft)


# Tenants and teams


def test_nothing_of_another_organisation_comes_in(nw: Northwind) -> None:
    own, foreign = cycle(nw), metric(nw.contoso)
    with pytest.raises(NotReady):
        drafted(nw, own, raising(foreign))
    abroad = create_cycle(
        organisation=nw.contoso,
        given=CycleGiven(name="Q3", starts_on=date(2026, 7, 1), ends_on=date(2026, 10, 1)),
    )
    with pytest.raises(NotReady):
        drafted(nw, abroad)
    assert not Objective.objects.exists()


def test_a_team_metric_serves_its_own_stream_only(nw: Northwind) -> None:
    own = team_metric(nw.policy)

    assert drafted(nw, cycle(nw), raising(own))
    with pytest.raises(NotReady):
        drafted(nw, cycle(nw, "H2"), raising(own), by="ada")
    with pytest.raises(NotReady):
        drafted(nw, cycle(nw, "H3"), raising(own), by="lin", stream=nw.platform)


def test_a_key_result_on_a_foreign_team_metric_does_not_exist(nw: Northwind) -> None:
    key_result = published(nw, cycle(nw), raising(team_metric(nw.policy), kept_by=nw.lin)).key_results.get()

    with pytest.raises(Http404):
        check_in(rights=rights(nw, "lin"), key_result=key_result, confidence=7)


# Writing


def test_an_objective_is_written_with_its_key_results(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    draft = drafted(nw, cycle(nw), raising(nps, title="One"), raising(nps, title="Two"))
    one, two = draft.key_results.in_order()
    given = [replace(raising(nps, title="Two, better"), uuid=two.uuid), raising(nps, title="Three")]

    saved = save_objective(
        rights=rights(nw, "mia"), value_stream=nw.policy, objective=draft, version=draft.version,
        given=ObjectiveGiven(title="Loved", cycle=draft.cycle), key_results=given, now=NOW,
    )  # fmt: skip

    assert (saved.title, saved.version) == ("Loved", 2)
    assert [(row.title, row.order) for row in saved.key_results.in_order()] == [
        ("Two, better", 0),
        ("Three", 1),
    ]
    assert (KeyResult.objects.get(pk=two.pk).version, KeyResult.objects.get(pk=two.pk).written_by) == (
        2,
        nw.ben,
    )
    assert not KeyResult.objects.filter(pk=one.pk).exists()


def test_an_unchanged_key_result_keeps_its_version(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    draft = drafted(nw, cycle(nw), raising(nps))
    row = draft.key_results.get()

    save_objective(
        rights=rights(nw, "ben"), value_stream=nw.policy, objective=draft, version=1,
        given=ObjectiveGiven(title="Other", cycle=draft.cycle), key_results=[replace(raising(nps), uuid=row.uuid)], now=NOW,
    )  # fmt: skip

    row.refresh_from_db()
    assert row.version == 1


def test_a_flow_measure_is_chosen_without_a_metric_first(nw: Northwind) -> None:
    given = raising(None, "20", "14", aim=Aim.LOWER)
    chosen = replace(given, metric=FlowGiven(measure=Measure.FLOW_TIME_P85, item_kind=Kind.FEATURE))

    row = drafted(nw, cycle(nw), chosen).key_results.select_related("metric").get()

    assert row.metric is not None
    assert (row.metric.name, row.metric.value_stream) == ("Flow time of features, p85", nw.policy)


@pytest.mark.parametrize(
    ("form", "typed", "target"),
    [(TargetForm.ABSOLUTE, "14", "14"), (TargetForm.RELATIVE, "-0.3", "14"), (TargetForm.CHANGE, "-6", "14")],
)
def test_targets_are_resolved_beside_what_was_typed(
    nw: Northwind, form: TargetForm, typed: str, target: str
) -> None:
    given = raising(metric(nw.organisation), "20", typed, aim=Aim.LOWER, target_form=form)

    row = published(nw, cycle(nw), given).key_results.get()

    assert (row.target, row.target_typed, row.target_form) == (Decimal(target), Decimal(typed), form)


def test_a_share_of_nothing_is_refused_with_the_way_out(nw: Northwind) -> None:
    given = raising(metric(nw.organisation), "0", "0.2", target_form=TargetForm.RELATIVE)

    with pytest.raises(NotReady, match="give the change instead") as refusal:
        drafted(nw, cycle(nw), given)
    assert [(problem.place, problem.field) for problem in refusal.value.problems] == [(0, "target")]


def test_a_corrected_baseline_asks_what_stays(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    given = raising(nps, "20", "0.3", target_form=TargetForm.RELATIVE)
    objective = published(nw, cycle(nw), given)
    corrected = replace(given, uuid=objective.key_results.get().uuid, baseline=Decimal(30))

    def save(key_result: KeyResultGiven) -> KeyResult:
        objective.refresh_from_db()
        save_objective(
            rights=rights(nw, "ben"), value_stream=nw.policy, objective=objective, version=objective.version,
            given=ObjectiveGiven(title="Loved", cycle=objective.cycle), key_results=[key_result], now=NOW,
        )  # fmt: skip
        return objective.key_results.get()

    with pytest.raises(NotReady, match="Keep the target"):
        save(corrected)
    assert save(replace(corrected, keep="typed")).target == 39
    again = save(replace(corrected, baseline=Decimal(25), keep="target"))
    assert (again.target, again.target_form) == (39, "absolute")


def test_a_foreign_key_results_id_makes_a_new_one(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    other = published(nw, cycle(nw), raising(nps)).key_results.get()

    mine = drafted(nw, other.objective.cycle, replace(raising(nps, title="Mine"), uuid=other.uuid))

    assert mine.key_results.get().pk != other.pk
    other.refresh_from_db()
    assert other.title == "More of it"


# Publishing


def broken(name: str, nps: object) -> list[KeyResultGiven]:
    good = raising(nps)  # type: ignore[arg-type]
    stay = replace(good, baseline=None, target=None)
    return {
        "nothing": [],
        "no metric": [replace(good, metric=None)],
        "no baseline": [replace(good, baseline=None)],
        "no target": [replace(good, target=None)],
        "equal": [replace(good, target=Decimal(20))],
        "wrong way": [replace(good, aim=Aim.LOWER)],
        "no lower limit": [replace(stay, aim=Aim.STAY_ABOVE)],
        "no upper limit": [replace(stay, aim=Aim.STAY_BELOW)],
        "limits crossed": [replace(stay, aim=Aim.STAY_BETWEEN, lower=Decimal(5), upper=Decimal(5))],
    }[name]


@pytest.mark.parametrize(
    ("name", "field"),
    [("nothing", ""), ("no metric", "metric"), ("no baseline", "baseline"), ("no target", "target"), ("equal", "target"),
     ("wrong way", "target"), ("no lower limit", "lower"), ("no upper limit", "upper"), ("limits crossed", "upper")],
)  # fmt: skip
def test_what_nobody_could_measure_stays_a_draft(nw: Northwind, name: str, field: str) -> None:
    draft = drafted(nw, cycle(nw), *broken(name, metric(nw.organisation)))

    with pytest.raises(NotReady) as refusal:
        publish_objective(rights=rights(nw, "ben"), objective=draft, version=draft.version)

    assert field in [problem.field for problem in refusal.value.problems]
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("draft", 1)


@pytest.mark.parametrize(
    "given",
    [{"aim": Aim.STAY_ABOVE, "lower": Decimal(1)}, {"aim": Aim.STAY_BELOW, "upper": Decimal(1)},
     {"aim": Aim.STAY_BETWEEN, "lower": Decimal(1), "upper": Decimal(2)}, {"aim": Aim.BASELINE}],
)  # fmt: skip
def test_stay_aims_and_baselines_need_no_target(nw: Northwind, given: dict[str, object]) -> None:
    key_result = KeyResultGiven(title="It holds", metric=metric(nw.organisation), **given)  # type: ignore[arg-type]

    assert published(nw, cycle(nw), key_result).state == "published"


def test_a_published_objective_stays_publishable(nw: Northwind) -> None:
    objective = published(nw, cycle(nw), raising(metric(nw.organisation)))

    with pytest.raises(NotReady, match="at least one key result"):
        save_objective(
            rights=rights(nw, "ben"), value_stream=nw.policy, objective=objective, version=objective.version,
            given=ObjectiveGiven(title="Empty", cycle=objective.cycle), key_results=[],
        )  # fmt: skip
    assert objective.key_results.count() == 1


def test_a_key_result_with_check_ins_is_not_removed(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    objective = published(nw, cycle(nw), raising(nps))
    check_in(rights=rights(nw, "ben"), key_result=objective.key_results.get(), value=Decimal(21), now=NOW)

    with pytest.raises(NotReady, match="has check-ins"):
        save_objective(
            rights=rights(nw, "ben"), value_stream=nw.policy, objective=objective, version=objective.version,
            given=ObjectiveGiven(title="Other", cycle=objective.cycle), key_results=[raising(nps)],
        )  # fmt: skip


def test_what_is_published_is_not_deleted(nw: Northwind) -> None:
    objective = published(nw, cycle(nw), raising(metric(nw.organisation)))

    with pytest.raises(NotADraft):
        delete_draft(rights=rights(nw, "ben"), objective=objective)
    draft = drafted(nw, objective.cycle)
    delete_draft(rights=rights(nw, "mia"), objective=draft)
    assert list(Objective.objects.all()) == [objective]


def test_a_closed_objective_stays_as_it_is(nw: Northwind) -> None:
    objective = published(nw, cycle(nw), raising(metric(nw.organisation)))
    Objective.objects.update(state="closed")

    with pytest.raises(NotReady, match="closed"):
        save_objective(
            rights=rights(nw, "ben"), value_stream=nw.policy, objective=objective, version=objective.version,
            given=ObjectiveGiven(title="Other", cycle=objective.cycle), key_results=[],
        )  # fmt: skip


# Supports


def test_an_objective_supports_one_of_an_enclosing_cycle_and_never_in_a_loop(nw: Northwind) -> None:
    year, quarter = cycle(nw, "2026", date(2026, 1, 1), date(2027, 1, 1)), cycle(nw)
    nps = metric(nw.organisation)
    parent = published(nw, year, raising(nps), by="ada")
    one, two = published(nw, quarter, raising(nps)), published(nw, quarter, raising(nps))

    def link(child: Objective, to: Objective) -> None:
        child.refresh_from_db()
        row = child.key_results.get()
        save_objective(
            rights=rights(nw, "ada" if child.value_stream_id is None else "ben"), value_stream=child.value_stream,
            objective=child, version=child.version, key_results=[replace(raising(nps), uuid=row.uuid)],
            given=ObjectiveGiven(title=child.title, cycle=child.cycle, supports=to),
        )  # fmt: skip

    link(one, parent)
    link(two, one)
    with pytest.raises(NotReady, match="a loop"):
        link(one, two)
    with pytest.raises(NotReady, match="a loop"):
        link(one, one)
    with pytest.raises(NotReady, match="longer one around it"):
        link(parent, one)
    with pytest.raises(NotReady, match="Only published"):
        link(one, drafted(nw, quarter, by="lin", stream=nw.platform))


# Check-ins


def test_a_check_in_writes_a_measurement_and_keeps_its_own_copy(nw: Northwind) -> None:
    key_result = published(nw, cycle(nw), raising(metric(nw.organisation))).key_results.get()

    said = check_in(
        rights=rights(nw, "mia"), key_result=key_result, value=Decimal("30.5"), confidence=7, note="Well",
        about_on=date(2026, 7, 18), now=NOW,
    )  # fmt: skip
    said.measurement.delete()  # type: ignore[union-attr]
    said.refresh_from_db()

    assert (said.value, said.confidence, said.note, said.measurement) == (Decimal("30.5"), 7, "Well", None)
    assert said.about_at.isoformat() == "2026-07-18T12:00:00+00:00"


def test_two_check_ins_on_a_day_are_both_kept_and_the_later_counts(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    key_result = published(nw, cycle(nw), raising(nps)).key_results.get()
    for hour, value in ((1, 30), (2, 31)):
        check_in(
            rights=rights(nw, "ben"),
            key_result=key_result,
            value=Decimal(value),
            now=NOW.replace(hour=12 + hour),
        )

    found = Measurement.objects.in_force(before=NOW.replace(hour=23))

    assert found is not None and found.value == 31
    assert CheckIn.objects.count() == 2


def test_low_confidence_needs_a_note(nw: Northwind) -> None:
    key_result = published(nw, cycle(nw), raising(metric(nw.organisation))).key_results.get()

    with pytest.raises(NotPossible, match="Under 4") as refusal:
        check_in(rights=rights(nw, "ben"), key_result=key_result, confidence=3)
    assert refusal.value.field == "note"
    assert check_in(
        rights=rights(nw, "ben"), key_result=key_result, confidence=3, note="The supplier left", now=NOW
    )


@pytest.mark.parametrize(
    "given", [{}, {"confidence": 11}, {"value": Decimal(1), "about_on": date(2026, 7, 21)}]
)
def test_check_ins_that_say_nothing_possible(nw: Northwind, given: dict[str, object]) -> None:
    key_result = published(nw, cycle(nw), raising(metric(nw.organisation))).key_results.get()

    with pytest.raises(NotPossible):
        check_in(rights=rights(nw, "ben"), key_result=key_result, now=NOW, **given)  # type: ignore[arg-type]
    assert not Measurement.objects.exists()


def test_a_flow_metric_takes_confidence_and_no_value(nw: Northwind) -> None:
    given = replace(raising(None), metric=FlowGiven(measure=Measure.VELOCITY))
    key_result = published(nw, cycle(nw), given).key_results.get()

    with pytest.raises(NotPossible, match="computed from flow"):
        check_in(rights=rights(nw, "ben"), key_result=key_result, value=Decimal(1))
    assert check_in(rights=rights(nw, "ben"), key_result=key_result, confidence=6, now=NOW).value is None


def test_drafts_take_no_check_ins(nw: Northwind) -> None:
    key_result = drafted(nw, cycle(nw), raising(metric(nw.organisation))).key_results.get()

    with pytest.raises(NotPossible, match="published"):
        check_in(rights=rights(nw, "ben"), key_result=key_result, confidence=7)


def test_a_member_confirms_a_baseline_once(nw: Northwind) -> None:
    given = KeyResultGiven(title="Know it", metric=metric(nw.organisation), aim=Aim.BASELINE)
    key_result = published(nw, cycle(nw), given).key_results.get()

    confirm_baseline(rights=rights(nw, "mia"), key_result=key_result, now=NOW)
    confirm_baseline(rights=rights(nw, "ben"), key_result=key_result)

    key_result.refresh_from_db()
    assert (key_result.baseline_confirmed_at, key_result.baseline_confirmed_by) == (NOW, nw.mia)


# Cycles


def test_cycles_are_made_by_administrators(nw: Northwind) -> None:
    given = CycleGiven(name="Q4", starts_on=date(2026, 10, 1), ends_on=date(2027, 1, 1))

    assert create_cycle(organisation=nw.organisation, given=given, rights=rights(nw, "adam")).slug == "q4"
    assert create_cycle(organisation=nw.organisation, given=given, rights=rights(nw, "ada")).slug == "q4-2"
    with pytest.raises(PermissionDenied):
        create_cycle(organisation=nw.organisation, given=given, rights=rights(nw, "ben"))


def test_a_cycle_has_days_and_its_state_follows_from_them(nw: Northwind) -> None:
    q3 = cycle(nw)
    with pytest.raises(NotACycle):
        change_cycle(
            cycle=q3,
            given=CycleGiven(name="Q3", starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 1)),
            rights=rights(nw, "ada"),
        )

    states = [
        q3.state_on(day)
        for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 1))
    ]

    assert states == ["planning", "running", "running", "ended"]


# Versions


def test_the_second_to_save_gets_both_texts(nw: Northwind) -> None:
    draft = drafted(nw, cycle(nw))

    def save(name: str, title: str) -> Objective:
        return save_objective(
            rights=rights(nw, name), value_stream=nw.policy, objective=draft, version=1,
            given=ObjectiveGiven(title=title, cycle=draft.cycle), key_results=[],
        )  # fmt: skip

    save("mia", "Hers")
    with pytest.raises(EditConflict) as conflict:
        save("ben", "His")

    assert conflict.value.stored.title == "Hers"
    assert conflict.value.given is not None and conflict.value.given.title == "His"


def test_what_changed_is_told_on_commit(nw: Northwind, django_capture_on_commit_callbacks: object) -> None:
    heard = []

    def hear(organisation_id: int, value_stream_id: int | None, **kwargs: object) -> None:
        heard.append((organisation_id, value_stream_id))

    q3 = cycle(nw)
    okrs_changed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        drafted(nw, q3)

    assert heard == [(nw.organisation.pk, nw.policy.pk)]


def test_a_stream_left_behind_keeps_its_authors(nw: Northwind) -> None:
    draft = drafted(nw, cycle(nw), raising(metric(nw.organisation)), by="mia")
    StreamMembership.objects.filter(user=nw.mia).delete()

    assert draft.key_results.get().written_by == nw.mia
    with pytest.raises(PermissionDenied):
        delete_draft(rights=rights(nw, "mia"), objective=draft)
