"""Names of a file and what they are taken for: guessed where nobody has chosen yet."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Final

from okrflow.okr_imports.reading.gathering import FileRead, KeyResultRead, ObjectiveRead
from okrflow.okr_imports.reading.guesses import percent_as_shares, unit_of
from okrflow.okr_imports.reading.periods import period_of
from okrflow.okr_imports.reading.plans import MetricChoice, NewCycle, Plan
from okrflow.okr_imports.surroundings import Surroundings

MOST_NAMES: Final = 100
"""Different streams, and different cycles, of one file."""


def completed(plan: Plan, read: FileRead, around: Surroundings, *, guess_shares: bool) -> Plan:
    """The plan with a guess for every stream, cycle and metric that the file names and nobody has matched."""
    streams = {each.stream: around.guess_stream(each.stream) for each in read.objectives}
    days = {each.cycle: days_of(each) for each in read.objectives}
    cycles = {name: around.guess_cycle(name, days[name]) for name in days}
    made = {name: NewCycle(*map(date.isoformat, found)) for name, found in days.items() if found}
    metrics = {name: _metric(name, found, around) for name, found in by_metric(read).items()}
    return replace(
        plan,
        shares=percent_as_shares(plan, read.key_results) if guess_shares else plan.shares,
        streams=streams | {name: chosen for name, chosen in plan.streams.items() if name in streams},
        cycles=cycles | {name: chosen for name, chosen in plan.cycles.items() if name in cycles},
        new_cycles=made | {name: given for name, given in plan.new_cycles.items() if name in cycles},
        metrics=metrics | {name: chosen for name, chosen in plan.metrics.items() if name in metrics},
    )


def days_of(objective: ObjectiveRead) -> tuple[date, date] | None:
    """The days [first, first after] of an objective's cycle, by its dates or by its name."""
    if objective.starts_on and objective.ends_on and objective.starts_on < objective.ends_on:
        return objective.starts_on, objective.ends_on
    return period_of(objective.cycle)


def by_metric(read: FileRead) -> dict[str, list[KeyResultRead]]:
    """The key results of each metric that the file names."""
    found: dict[str, list[KeyResultRead]] = defaultdict(list)
    for key_result in read.key_results:
        found[key_result.metric].append(key_result)
    return found


def _metric(name: str, key_results: list[KeyResultRead], around: Surroundings) -> MetricChoice:
    kind, unit = unit_of(key_results)
    known = around.metric_known(name)
    return MetricChoice(known.name, known.unit_kind, known.unit) if known else MetricChoice(name, kind, unit)
