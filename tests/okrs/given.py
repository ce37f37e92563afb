"""A cycle, objectives and key results of Northwind, through the services."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from okrflow.metrics.models import Metric
from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Aim, Cycle, Objective, ObjectiveState, TargetForm
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import CycleGiven, create_cycle, publish_objective, save_objective
from okrflow.value_streams.models import ValueStream
from tests.make import july
from tests.metrics.northwind import Northwind

NOW = july(20, 12)


def cycle(
    nw: Northwind, name: str = "Q3 2026", first: date = date(2026, 7, 1), end: date = date(2026, 10, 1)
) -> Cycle:
    return create_cycle(
        organisation=nw.organisation, given=CycleGiven(name=name, starts_on=first, ends_on=end)
    )


def rights(nw: Northwind, name: str) -> OkrRights:
    return OkrRights.of(nw.access(name))


def raising(
    metric: Metric | None, baseline: str = "20", target: str = "45", **fields: object
) -> KeyResultGiven:
    given = {
        "title": "More of it",
        "metric": metric,
        "aim": Aim.RAISE,
        "baseline": Decimal(baseline),
        "baseline_on": date(2026, 7, 1),
        "target": Decimal(target),
        "target_form": TargetForm.ABSOLUTE,
    } | fields
    return KeyResultGiven(**given)  # type: ignore[arg-type]


def drafted(
    nw: Northwind,
    of: Cycle,
    *given: KeyResultGiven,
    by: str = "ben",
    stream: ValueStream | None = None,
    title: str = "Customers love it",
) -> Objective:
    """A draft of Policy, or, by Ada, of the organisation."""
    value_stream = None if by in {"ada", "adam"} else stream or nw.policy
    return save_objective(
        rights=rights(nw, by),
        value_stream=value_stream,
        given=ObjectiveGiven(title=title, cycle=of),
        key_results=told_apart(given),
        now=NOW,
    )


def told_apart(given: Sequence[KeyResultGiven]) -> list[KeyResultGiven]:
    """With a number behind a title that one before has, too."""
    titles = [each.title for each in given]
    before = [titles[:place].count(each.title) for place, each in enumerate(given)]
    return [
        replace(each, title=f"{each.title} {number + 1}") if number else each
        for each, number in zip(given, before, strict=True)
    ]


def published(
    nw: Northwind, of: Cycle, *given: KeyResultGiven, by: str = "ben", **fields: object
) -> Objective:
    draft = drafted(nw, of, *given, by=by, **fields)  # type: ignore[arg-type]
    return publish_objective(rights=rights(nw, by), objective=draft, version=draft.version, now=NOW)


def long_published(
    nw: Northwind, of: Cycle, *given: KeyResultGiven, by: str = "ben", **fields: object
) -> Objective:
    """One that nobody looked at before it was published: of an earlier release, or before its figures changed."""
    draft = drafted(nw, of, *given, by=by, **fields)  # type: ignore[arg-type]
    Objective.objects.filter(pk=draft.pk).update(state=ObjectiveState.PUBLISHED, published_at=NOW)
    draft.refresh_from_db()
    return draft
