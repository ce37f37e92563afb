"""Blocks stop publishing and committing, say why, and can't be waived away."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from okrflow.metrics.models import UnitKind
from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.services import NotReady, publish_objective, save_objective
from okrflow.plans.models import PlanEntry
from okrflow.plans.services import NotAPlan, PlanEntryGiven, create_plan_entry
from okrflow.review.snapshot import Reach
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import NOW, cycle, drafted, published, raising, rights


def publish(nw: Northwind, draft: Objective) -> Objective:
    return publish_objective(rights=rights(nw, "ben"), objective=draft, version=draft.version, now=NOW)


def test_key_results_that_no_member_accepted_stop_it(nw: Northwind) -> None:
    draft = drafted(nw, cycle(nw), raising(metric(nw.organisation)))
    KeyResult.objects.update(written_by=nw.ada, written_by_member=False)

    with pytest.raises(NotReady, match="1 of 1 key results came from Ada, and no member has accepted them"):
        publish(nw, draft)

    KeyResult.objects.update(accepted_at=NOW)
    assert publish(nw, draft).is_published


def test_a_block_is_told_at_its_key_result_and_field(nw: Northwind) -> None:
    nps = metric(nw.organisation, "Mobile NPS", unit="NPS")
    draft = drafted(nw, cycle(nw), raising(nps), raising(nps, "20", "120", title="Everybody"))

    with pytest.raises(NotReady) as refused:
        publish(nw, draft)

    (problem,) = refused.value.problems
    assert (problem.place, problem.field) == (1, "target")
    assert "NPS" in problem.text


def test_a_sixth_objective_at_once_is_still_published_and_a_seventh_is_not(nw: Northwind) -> None:
    quarter, nps = cycle(nw), metric(nw.organisation)
    for number in range(6):
        published(nw, quarter, raising(nps), title=f"Aim {number}")

    with pytest.raises(NotReady, match="Which would you drop"):
        published(nw, quarter, raising(nps), title="One more")


def chain(nw: Northwind, length: int) -> list[Objective]:
    quarter, nps = cycle(nw), metric(nw.organisation)
    found: list[Objective] = []
    for number in range(length):
        made = published(
            nw, quarter, raising(nps), title=f"Level {number}", by="ada" if not number else "ben"
        )
        if found:
            Objective.objects.filter(pk=made.pk).update(supports=found[-1])
        found.append(made)
    return found


def test_the_act_that_lengthens_a_chain_is_stopped(nw: Northwind) -> None:
    *_, lowest = chain(nw, 3)
    draft = drafted(nw, lowest.cycle, raising(metric(nw.organisation, "Own")), title="Level 3")
    Objective.objects.filter(pk=draft.pk).update(supports=lowest)

    with pytest.raises(NotReady) as refused:
        publish(nw, draft)

    (problem,) = refused.value.problems
    assert (problem.field, problem.text[:8]) == ("supports", "4\u00a0levels")


def saved(nw: Northwind, objective: Objective, *given: KeyResultGiven, **fields: object) -> Objective:
    plain = {"title": objective.title, "cycle": objective.cycle, "supports": objective.supports} | fields
    return save_objective(
        rights=rights(nw, "ben"),
        value_stream=nw.policy,
        given=ObjectiveGiven(**plain),  # type: ignore[arg-type]
        key_results=given,
        objective=objective,
        version=Objective.objects.get(pk=objective.pk).version,
        now=NOW,
    )


def test_a_change_may_not_bring_a_block_in_but_one_that_was_there_stays_writable(nw: Northwind) -> None:
    nps = metric(nw.organisation, "Mobile NPS", unit="NPS")
    made = published(nw, cycle(nw), raising(nps))
    row = made.key_results.get()
    worse = replace(raising(nps, "20", "120"), uuid=row.uuid)

    with pytest.raises(NotReady):
        saved(nw, made, worse)

    KeyResult.objects.update(target=Decimal(120), target_typed=Decimal(120))
    assert saved(nw, made, replace(worse, title="Said better")).title == made.title


def test_percentages_beyond_a_whole_are_a_warning_only(nw: Northwind) -> None:
    share = metric(nw.organisation, "Answered", unit_kind=UnitKind.PERCENT, unit="%")

    assert published(nw, cycle(nw), raising(share, "0.2", "1.4")).is_published


# Committing


def test_a_commitment_beyond_what_is_reached_even_with_luck_is_refused(
    nw: Northwind, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarter = cycle(nw)
    monkeypatch.setattr(
        "okrflow.review.reading.streams.reach_of", lambda *_: {quarter.uuid: Reach(likely=0, at_best=1)}
    )
    monkeypatch.setattr("okrflow.review.history.is_enough", lambda *_: True)
    given = PlanEntryGiven(title="Photos", from_on=date(2026, 7, 25), to_on=date(2026, 8, 25))

    def commit() -> PlanEntry:
        return create_plan_entry(rights=rights(nw, "ben"), value_stream=nw.policy, given=given, now=NOW)

    assert commit().title == "Photos"
    with pytest.raises(NotAPlan, match="What waits for the next period"):
        commit()
    assert PlanEntry.objects.count() == 1


def test_what_is_not_committed_is_planned_freely(nw: Northwind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("okrflow.review.receivers.require_room", lambda *_, **__: pytest.fail("asked"))

    create_plan_entry(
        rights=rights(nw, "ben"), value_stream=nw.policy, given=PlanEntryGiven(title="Perhaps"), now=NOW
    )
