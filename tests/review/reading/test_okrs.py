"""Reading OKRs: a hand-made world, and each part of the snapshot against it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from okrflow.metrics.models import Measure
from okrflow.metrics.services import record_measurement
from okrflow.okrs.given import FlowGiven
from okrflow.okrs.models import (
    Aim,
    CheckInRequest,
    Contribution,
    GoalChange,
    KeyResult,
    ObjectiveState,
    Retrospective,
)
from okrflow.okrs.services import check_in
from okrflow.review import snapshot as seen
from okrflow.review.reading import snapshot_of
from tests.make import july
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import NOW, cycle, drafted, published, raising, rights


def only(nw: Northwind) -> seen.Objective:
    (objective,) = snapshot_of(nw.organisation, now=NOW).objectives
    return objective


def test_an_objective_with_its_key_result(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    made = published(nw, cycle(nw), raising(nps, "20", "45", title="Promoters"))

    objective = only(nw)

    assert (objective.uuid, objective.stream, objective.state) == (
        made.uuid,
        nw.policy.uuid,
        ObjectiveState.PUBLISHED,
    )
    assert objective.published_on == date(2026, 7, 20)
    (key_result,) = objective.key_results
    assert (key_result.title, key_result.aim, key_result.aims_at) == ("Promoters", "raise", Decimal(25))
    assert key_result.metric is not None and key_result.metric.uuid == nps.uuid
    assert key_result.written_by_member


def test_a_typed_metric_has_its_values_by_day(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    for day, value in ((2, 20), (2, 21), (9, 30)):
        record_measurement(
            metric=nps,
            about_at=july(day, 9 + value % 2),
            value=Decimal(value),
            note="",
            by=nw.ben,
            now=july(day, 12),
        )
    published(nw, cycle(nw), raising(nps))

    (key_result,) = only(nw).key_results

    assert key_result.metric is not None
    assert key_result.metric.history == ((date(2026, 7, 2), 21.0), (date(2026, 7, 9), 30.0))
    assert key_result.metric.today == 30
    assert (key_result.progress, round(key_result.expected or 0, 3)) == (0.4, round(20 / 92, 3))


def test_a_team_metric_is_read_too(nw: Northwind) -> None:
    published(nw, cycle(nw), raising(team_metric(nw.policy)))

    (key_result,) = only(nw).key_results

    assert key_result.metric is not None and key_result.metric.is_team


def test_check_ins_that_were_asked_for_are_told_apart(nw: Northwind) -> None:
    row = published(nw, cycle(nw), raising(metric(nw.organisation))).key_results.get()
    given = [
        check_in(rights=rights(nw, "ben"), key_result=row, confidence=7, now=july(20, 13 + hour))
        for hour in (0, 1)
    ]
    for at, answer in ((16, None), (18, None), (20, given[1])):
        CheckInRequest.objects.create(
            organisation=nw.organisation, key_result=row, asked_at=july(at), answered_by=answer
        )

    (key_result,) = snapshot_of(nw.organisation, now=july(20, 20)).objectives[0].key_results

    assert [each.demanded for each in key_result.check_ins] == [False, True]
    assert (key_result.confidence, key_result.demanded_every_days) == (7, 2)


def test_moved_goals_are_read_with_their_notes(nw: Northwind) -> None:
    row = published(nw, cycle(nw), raising(metric(nw.organisation))).key_results.get()
    of = {"organisation": nw.organisation, "key_result": row}
    GoalChange.objects.create(**of, changed_at=july(5), target_before=14, target=18, note="We learnt")
    GoalChange.objects.create(**of, changed_at=july(6), baseline_before=None, baseline=3)

    (key_result,) = only(nw).key_results

    assert key_result.changes == (
        seen.GoalChange(changed_on=date(2026, 7, 5), before=Decimal(14), after=Decimal(18), noted=True),
    )


def test_who_wrote_what_no_member_accepted(nw: Northwind) -> None:
    row = published(nw, cycle(nw), raising(metric(nw.organisation))).key_results.get()
    KeyResult.objects.filter(pk=row.pk).update(written_by=nw.ada, written_by_member=False)

    (key_result,) = only(nw).key_results

    assert (key_result.written_by, key_result.written_by_member, key_result.accepted_by_member) == (
        "Ada",
        False,
        False,
    )


def test_what_is_retired_is_left_out(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    made = published(nw, cycle(nw), raising(nps), raising(nps, title="Gone"))
    made.key_results.filter(title="Gone").update(retired_at=july(20))

    assert [each.title for each in only(nw).key_results] == ["More of it"]


def test_links_and_what_was_learnt(nw: Northwind) -> None:
    quarter = cycle(nw)
    whole = published(nw, quarter, raising(metric(nw.organisation)), by="ada", title="All")
    part = published(nw, quarter, raising(metric(nw.organisation, "NPS of Policy")))
    part.supports = whole
    part.save()
    Retrospective.objects.create(organisation=nw.organisation, objective=part, learnt="To ask")
    Contribution.objects.create(
        organisation=nw.organisation, key_result=part.key_results.get(), to=whole.key_results.get()
    )

    found = snapshot_of(nw.organisation, now=NOW)

    own = found.objective_by_uuid[part.uuid]
    assert (own.supports, own.has_retrospective, own.from_above) == (whole.uuid, True, False)
    (pair,) = found.contributions
    assert (pair.of, pair.to) == (part.key_results.get().uuid, whole.key_results.get().uuid)


def test_a_refused_link_supports_nothing(nw: Northwind) -> None:
    quarter = cycle(nw)
    whole = published(nw, quarter, raising(metric(nw.organisation)), by="ada", title="All")
    part = drafted(nw, quarter, raising(metric(nw.organisation, "NPS of Policy")))
    part.supports, part.support_refused_at = whole, july(20)
    part.save()

    assert snapshot_of(nw.organisation, now=NOW).objective_by_uuid[part.uuid].supports is None


def test_a_computed_baseline_is_that_of_its_day(nw: Northwind) -> None:
    given = replace(raising(None, "15", "5", aim=Aim.LOWER), metric=FlowGiven(measure=Measure.LOAD_AT_END))
    drafted(nw, cycle(nw), given)

    (key_result,) = only(nw).key_results

    assert (key_result.baseline, key_result.computed_baseline) == (15, 0)
