"""How objectives stand, as pages and the API tell it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from okrflow.metrics.models import Measure, UnitKind
from okrflow.metrics.services import record_measurement
from okrflow.okrs.given import FlowGiven, KeyResultGiven
from okrflow.okrs.models import Aim, Objective
from okrflow.okrs.progress import KeyResultStanding, ObjectiveStanding, standing
from okrflow.okrs.services import check_in
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import NOW, cycle, published, raising, rights


def stands(objective: Objective, *, stream_ids: tuple[int, ...] = ()) -> ObjectiveStanding:
    (found,) = standing(
        Objective.objects.with_names().filter(pk=objective.pk), now=NOW, stream_ids=stream_ids
    )
    return found


def first(objective: Objective) -> KeyResultStanding:
    return stands(objective).key_results[0]


def test_a_measured_key_result_in_words(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    objective = published(nw, cycle(nw), raising(nps))
    check_in(
        rights=rights(nw, "ben"),
        key_result=objective.key_results.get(),
        value=Decimal(24),
        confidence=6,
        now=NOW,
    )

    found = stands(objective)

    (key_result,) = found.key_results
    assert (key_result.value_text, key_result.low_text, key_result.high_text) == (
        "24.0\u00a0points",
        "20.0\u00a0points",
        "45.0\u00a0points",
    )
    assert key_result.progress == pytest.approx(0.16)
    assert key_result.expected == pytest.approx(20 / 92)
    assert key_result.words == "on pace, behind by 1.4\u00a0points"
    assert (found.score, found.confidence, found.measured_text) == (pytest.approx(0.16), 6, "1 of 1 measured")
    assert key_result.spark[-1] == 24 and len(key_result.spark) == 13


def test_percent_move_in_points(nw: Northwind) -> None:
    share = metric(nw.organisation, "Share", unit_kind=UnitKind.PERCENT)
    objective = published(nw, cycle(nw), raising(share, "0.22", "0.32"))
    record_measurement(metric=share, about_at=july(19), value=Decimal("0.25"), note="", by=nw.ben, now=NOW)

    assert first(objective).value_text == "25.0\u202f%"
    assert first(objective).words == "ahead by 0.8\u00a0points"


def test_nothing_measured_yet(nw: Northwind) -> None:
    objective = published(nw, cycle(nw), raising(metric(nw.organisation)))

    found = stands(objective)

    assert found.key_results[0].words == "outdated, no value yet"
    assert (found.score, found.measured_text) == (None, "0 of 1 measured")


def test_a_cycle_to_come_begins_on_its_day(nw: Northwind) -> None:
    later = cycle(nw, "Q4", date(2026, 10, 1), date(2027, 1, 1))

    assert (
        first(published(nw, later, raising(metric(nw.organisation)))).words
        == "begins on 1\u00a0Oct\u00a02026"
    )


def test_a_flow_key_result_is_computed(nw: Northwind) -> None:
    make.item(nw.policy, "P-1", make.event(july(2), "active"), make.event(july(18), "done"))
    refresh_stream(nw.policy, now=NOW)
    given = replace(raising(None, "20", "14", aim=Aim.LOWER), metric=FlowGiven(measure=Measure.FLOW_TIME_P85))

    found = first(published(nw, cycle(nw), given))

    assert (found.value_text, found.progress) == ("16.0\u00a0days", pytest.approx(4 / 6))
    assert found.words == "ahead by 2.7\u00a0days"
    assert found.spark[-1] == 16 and found.spark[-2] is None


def test_a_flow_key_result_without_a_figure_says_why(nw: Northwind) -> None:
    given = replace(raising(None, "20", "14", aim=Aim.LOWER), metric=FlowGiven(measure=Measure.FLOW_TIME_P85))

    assert first(published(nw, cycle(nw), given)).words == "nothing was finished in this period"


def test_a_stay_aim_on_flow_counts_every_day(nw: Northwind) -> None:
    make.item(nw.policy, "P-1", make.event(july(1), "active"))
    make.item(nw.policy, "P-2", make.event(july(11), "active"))
    refresh_stream(nw.policy, now=NOW)
    given = KeyResultGiven(
        title="Little at once",
        metric=FlowGiven(measure=Measure.LOAD_AT_END),
        aim=Aim.STAY_BELOW,
        upper=Decimal(1),
    )

    found = first(published(nw, cycle(nw), given))

    assert found.score == 0.5
    assert found.words == "broken since 11\u00a0Jul\u00a02026, held on 10 of 20 known days"


def test_a_teams_own_measure_is_told_to_its_stream_only(nw: Northwind) -> None:
    own = team_metric(nw.policy)
    objective = published(nw, cycle(nw), raising(own, title="Deploy daily"))
    record_measurement(metric=own, about_at=july(19), value=Decimal(45), note="", by=nw.ben, now=NOW)

    outside, inside = stands(objective), stands(objective, stream_ids=(nw.policy.pk,))

    (hidden,) = outside.key_results
    assert (hidden.title, hidden.key_result, hidden.metric, hidden.value_text, hidden.words) == (
        "One measure of the team's own",
        None,
        None,
        "–",
        "",
    )
    assert (outside.score, outside.counting) == (None, 0)
    assert (inside.score, inside.key_results[0].title) == (1.0, "Deploy daily")


def test_confidence_is_forgotten_after_twice_the_cadence(nw: Northwind) -> None:
    objective = published(nw, cycle(nw), raising(metric(nw.organisation)))
    said_at = NOW - timedelta(days=15)
    check_in(rights=rights(nw, "ben"), key_result=objective.key_results.get(), confidence=6, now=said_at)

    assert stands(objective).confidence is None


def test_many_objectives_cost_as_many_queries_as_one(
    nw: Northwind, django_assert_num_queries: object
) -> None:
    q3 = cycle(nw)
    flow = FlowGiven(measure=Measure.FLOW_TIME_P85)
    for _ in range(4):
        published(nw, q3, raising(metric(nw.organisation)), replace(raising(None), metric=flow))

    with django_assert_num_queries(11):  # type: ignore[operator]
        assert len(standing(Objective.objects.with_names().all(), now=NOW)) == 4
