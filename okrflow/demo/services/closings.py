"""The past cycles closed with their grades, and which key results of today move which."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from okrflow.demo.okrs import CONTRIBUTIONS, OBJECTIVES, CycleTold
from okrflow.demo.services.northwind import Northwind, instant
from okrflow.flow import day_number
from okrflow.okrs.models import ContributionKind, Cycle, KeyResult, Objective
from okrflow.okrs.services import ClosingGiven, add_contribution, close_cycle, close_objective

_CLOSED_AFTER_DAYS: Final = 9 + 9.5 / 24


def close_the_past(northwind: Northwind, cycles: Mapping[CycleTold, Cycle]) -> int:
    """Close what was written for past cycles, as its leads did, and then these cycles; how many objectives there were."""
    count = 0
    for told, cycle in cycles.items():
        if told > CycleTold.CURRENT:
            at = instant(day_number(cycle.ends_on) + _CLOSED_AFTER_DAYS)
            count += _close_objectives(northwind, told, cycle, at)
            close_cycle(rights=northwind.rights("ada"), cycle=cycle, now=at + timedelta(hours=1))
    return count


def _close_objectives(northwind: Northwind, told: CycleTold, cycle: Cycle, at: datetime) -> int:
    by_title = {each.title: each for each in OBJECTIVES if each.cycle == told}
    rows = list(Objective.objects.filter(cycle=cycle).select_related("value_stream").order_by("pk"))
    for row in rows:
        written = by_title[row.title]
        taught = written.taught
        given = ClosingGiven()
        if taught:
            given = ClosingGiven(
                learnt=taught.learnt, experiment_showed=taught.experiment, changes_next=taught.next
            )
        close_objective(rights=northwind.rights(written.writer), objective=row, given=given, now=at)
    return len(rows)


def join(northwind: Northwind) -> int:
    """Say which key results move which; how many joints there are."""
    rows = KeyResult.objects.for_organisation(northwind.organisation).with_objective()
    stored = {(_slug(row), row.title): row for row in rows}
    writers = {(each.stream, key.title): each.writer for each in OBJECTIVES for key in each.key_results}
    for first, second in CONTRIBUTIONS:
        add_contribution(
            rights=northwind.rights(writers[first]),
            key_result=stored[first],
            to=stored[second],
            kind=ContributionKind.CONTRIBUTES,
        )
    return len(CONTRIBUTIONS)


def _slug(row: KeyResult) -> str | None:
    stream = row.objective.value_stream
    return stream.slug if stream else None
