"""Moving a published goal is kept: what it was, who moved it, and why."""

from dataclasses import replace
from decimal import Decimal

import pytest

from okrflow.okrs.given import ObjectiveGiven
from okrflow.okrs.hard_rules import Problem
from okrflow.okrs.models import GoalChange, Objective
from okrflow.okrs.services import NotReady, publish_objective, save_objective
from okrflow.okrs.signals import publishing
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import NOW, cycle, drafted, published, raising, rights

pytestmark = pytest.mark.django_db


def saved(nw: Northwind, objective: Objective, **changes: object) -> Objective:
    row = objective.key_results.get()
    given = replace(raising(row.metric), uuid=row.uuid, **changes)
    return save_objective(
        rights=rights(nw, "ben"),
        value_stream=nw.policy,
        given=ObjectiveGiven(title=objective.title, cycle=objective.cycle),
        key_results=[given],
        objective=objective,
        version=objective.version,
        now=NOW,
    )


def test_a_published_target_that_moves_is_kept_with_its_reason(nw: Northwind) -> None:
    objective = published(nw, cycle(nw), raising(metric(nw.organisation)))
    before = objective.key_results.get().target

    saved(nw, objective, target=Decimal(60), note="We learnt that more is possible")

    change = GoalChange.objects.get()
    assert (change.target_before, change.target, change.baseline) == (before, 60, change.baseline_before)
    assert (change.changed_by, change.note) == (nw.ben, "We learnt that more is possible")


def test_other_changes_and_drafts_move_no_goal(nw: Northwind) -> None:
    saved(nw, published(nw, cycle(nw), raising(metric(nw.organisation))), title="Said better")
    saved(
        nw, drafted(nw, cycle(nw, name="Next"), raising(metric(nw.organisation, "Other"))), target=Decimal(60)
    )

    assert not GoalChange.objects.exists()


def test_a_room_above_can_keep_an_objective_from_being_published(nw: Northwind) -> None:
    draft = drafted(nw, cycle(nw), raising(metric(nw.organisation)))

    def refuse(first: bool, **_: object) -> None:
        raise NotReady([Problem(None, "", f"Not yet, first={first}.")])

    publishing.connect(refuse)
    try:
        with pytest.raises(NotReady, match="Not yet, first=True"):
            publish_objective(rights=rights(nw, "ben"), objective=draft, version=draft.version, now=NOW)
    finally:
        publishing.disconnect(refuse)
    draft.refresh_from_db()
    assert draft.is_draft
