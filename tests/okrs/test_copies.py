"""Objectives written again: as a copy, or in another cycle."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from okrflow.metrics.services import record_measurement
from okrflow.okrs.models import TargetForm
from okrflow.okrs.services import NotPossible, archive_objective, carry_over, duplicate_objective
from tests.make import july
from tests.metrics.northwind import Northwind, metric
from tests.okrs.given import NOW, cycle, drafted, published, raising, rights


def test_a_copy_is_a_draft_with_keys_of_its_own(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    objective = published(nw, cycle(nw), raising(nps), title="Customers love it")

    made = duplicate_objective(rights=rights(nw, "mia"), objective=objective, now=NOW)

    assert (made.title, made.state, made.key) == ("Customers love it (copy)", "draft", "POL-O-2")
    (row,) = made.key_results.all()
    assert (row.key, row.metric, row.target) == ("POL-KR-2", nps, Decimal(45))
    assert objective.key_results.count() == 1


def test_carried_over_it_starts_from_todays_values(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    objective = published(
        nw, cycle(nw), raising(nps), raising(nps, target="0.5", target_form=TargetForm.RELATIVE)
    )
    record_measurement(metric=nps, about_at=july(19), value=Decimal(30), note="", by=nw.ben)
    q4 = cycle(nw, "Q4 2026", date(2026, 10, 1), date(2027, 1, 1))

    made = carry_over(rights=rights(nw, "ben"), objective=objective, cycle=q4, now=NOW)

    assert (made.cycle, made.carried_from, made.state) == (q4, objective, "draft")
    rows = list(made.key_results.in_order())
    assert [(row.baseline, row.baseline_on) for row in rows] == [(Decimal(30), date(2026, 7, 19))] * 2
    assert [row.target for row in rows] == [Decimal(45), Decimal(45)]
    objective.refresh_from_db()
    assert objective.state == "published"


def test_without_a_value_today_the_baseline_stays_open(nw: Northwind) -> None:
    objective = published(nw, cycle(nw), raising(metric(nw.organisation)))
    q4 = cycle(nw, "Q4 2026", date(2026, 10, 1), date(2027, 1, 1))

    made = carry_over(rights=rights(nw, "ben"), objective=objective, cycle=q4, now=NOW)

    assert made.key_results.get().baseline is None


def test_it_is_carried_over_to_a_cycle_once(nw: Northwind) -> None:
    first = cycle(nw)
    objective = published(nw, first, raising(metric(nw.organisation)))
    q4 = cycle(nw, "Q4 2026", date(2026, 10, 1), date(2027, 1, 1))
    ben = rights(nw, "ben")
    made = carry_over(rights=ben, objective=objective, cycle=q4, now=NOW)

    with pytest.raises(NotPossible, match="already"):
        carry_over(rights=ben, objective=objective, cycle=q4, now=NOW)
    with pytest.raises(NotPossible, match="another cycle"):
        carry_over(rights=ben, objective=objective, cycle=first, now=NOW)
    archive_objective(rights=ben, objective=made)
    assert carry_over(rights=ben, objective=objective, cycle=q4, now=NOW).key == "POL-O-3"


def test_others_copy_nothing(nw: Northwind) -> None:
    objective = published(nw, cycle(nw), raising(metric(nw.organisation)))

    for name in ("vic", "lin", "ada"):
        with pytest.raises(PermissionDenied):
            duplicate_objective(rights=rights(nw, name), objective=objective)


def test_guards_guard_the_copies(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    objective = drafted(nw, cycle(nw), raising(nps, title="Faster"), raising(nps, title="As good"))
    faster, good = objective.key_results.in_order()
    good.guard_for = faster
    good.save()

    made = duplicate_objective(rights=rights(nw, "ben"), objective=objective, now=NOW)

    copied_faster, copied_good = made.key_results.in_order()
    assert copied_good.guard_for == copied_faster != faster
