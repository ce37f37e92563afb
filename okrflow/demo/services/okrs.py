"""Cycles, and objectives with their key results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from okrflow.demo.anchors import CYCLE_DAYS, on
from okrflow.demo.okrs import OBJECTIVES, CycleTold, FlowTold, KeyResultTold, ObjectiveTold
from okrflow.demo.services.northwind import Northwind, instant
from okrflow.metrics.models import Metric, UnitKind
from okrflow.metrics.services import flow_metric
from okrflow.metrics.values import in_force
from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Cycle, KeyResult, Objective
from okrflow.okrs.services import CycleGiven, create_cycle, publish_objective, save_objective
from okrflow.proposals.services import accept, propose
from okrflow.value_streams.models import Status

_YEAR_DAYS: Final = 364
_WRITTEN_AT: Final = 9.5 / 24


@dataclass(frozen=True, kw_only=True)
class Written:
    """A key result as it was told and as it is stored, and from which day on people check in on it."""

    told: KeyResultTold
    stored: KeyResult
    since: float
    writer: str


def make_cycles(northwind: Northwind) -> dict[CycleTold, Cycle]:
    """The year, the past cycles, the earliest first, and the current one, named by their dates."""
    anchors = northwind.anchors
    starts = {CycleTold.YEAR: anchors.year}
    starts |= {
        CycleTold(number): start for number, start in reversed([*enumerate(anchors.past_cycles(), start=1)])
    }
    starts[CycleTold.CURRENT] = anchors.cycle
    return {told: _make_cycle(northwind, told, start) for told, start in starts.items()}


def _make_cycle(northwind: Northwind, told: CycleTold, start: int) -> Cycle:
    end = start + (_YEAR_DAYS if told == CycleTold.YEAR else CYCLE_DAYS)
    given = CycleGiven(name=_name(on(start), on(end - 1)), starts_on=on(start), ends_on=on(end))
    return create_cycle(organisation=northwind.organisation, given=given)


def _name(first: date, last: date) -> str:
    """A cycle's name: "7 September to 6 December 2026"."""
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {first:%B}{year} to {last.day} {last:%B} {last.year}"


def write_objectives(
    northwind: Northwind, cycles: Mapping[CycleTold, Cycle], metrics: Mapping[str, Metric]
) -> list[Written]:
    """All objectives as they were written and published; their published key results."""
    writing = _Writing(northwind, metrics)
    for told in OBJECTIVES:
        if told.cycle in cycles:
            writing.write(told, cycles[told.cycle])
    return writing.written


class _Writing:
    """Objectives written so far, by name, and their published key results."""

    def __init__(self, northwind: Northwind, metrics: Mapping[str, Metric]) -> None:
        self._northwind = northwind
        self._metrics = metrics
        self._objectives: dict[str, Objective] = {}
        self.written: list[Written] = []

    def write(self, told: ObjectiveTold, cycle: Cycle) -> None:
        """Write an objective, publish it on its day, and add what was added later."""
        start = self._northwind.anchors.today - (on(self._northwind.anchors.today) - cycle.starts_on).days
        day = start + (told.published or 1) + _WRITTEN_AT
        at_first = [each for each in told.key_results if each.added is None]
        write = self._take_over if told.proposed_by else self._save
        objective = write(told, cycle, at_first, day)
        self._objectives[told.name] = objective
        if told.published is None:
            return
        rights = self._northwind.rights(told.writer)
        objective = publish_objective(
            rights=rights, objective=objective, version=objective.version, now=_soon(day)
        )
        self._objectives[told.name] = objective
        self._remember(told, at_first, objective, day)
        for late in (each for each in told.key_results if each.added is not None):
            added = start + (late.added or 0) + _WRITTEN_AT
            objective = self._save(told, cycle, [*at_first, late], added, objective)
            self._remember(told, [*at_first, late], objective, added)

    def _take_over(
        self, told: ObjectiveTold, cycle: Cycle, key_results: Sequence[KeyResultTold], day: float
    ) -> Objective:
        """What somebody above proposed two hours before, accepted as it is."""
        assert told.proposed_by and told.stream
        proposal = propose(
            rights=self._northwind.rights(told.proposed_by),
            value_stream=self._northwind.streams[told.stream],
            given=self._objective(told, cycle),
            key_results=[self._given(each, day, None) for each in key_results],
            now=instant(day) - timedelta(hours=2),
        )
        rights, at = self._northwind.rights(told.writer), instant(day) - timedelta(hours=1)
        accepted = accept(rights=rights, proposal=proposal, version=proposal.version, now=at)
        rows = [
            replace(self._given(each, day, row), kept_by=self._northwind.people[told.writer])
            for each, row in zip(key_results, accepted.key_results.in_order(), strict=True)
        ]
        saved = save_objective(
            rights=rights,
            value_stream=accepted.value_stream,
            given=self._objective(told, cycle),
            key_results=rows,
            objective=accepted,
            version=accepted.version,
            now=instant(day),
        )
        saved.refresh_from_db()
        return saved

    def _objective(self, told: ObjectiveTold, cycle: Cycle) -> ObjectiveGiven:
        return ObjectiveGiven(
            title=told.title,
            why=told.why,
            cycle=cycle,
            rank=told.rank,
            supports=self._objectives[told.supports] if told.supports else None,
        )

    def _save(
        self,
        told: ObjectiveTold,
        cycle: Cycle,
        key_results: Sequence[KeyResultTold],
        day: float,
        objective: Objective | None = None,
    ) -> Objective:
        present = list(objective.key_results.in_order()) if objective else []
        given = [
            self._given(each, day, present[place] if place < len(present) else None)
            for place, each in enumerate(key_results)
        ]
        saved = save_objective(
            rights=self._northwind.rights(told.writer),
            value_stream=self._northwind.streams[told.stream] if told.stream else None,
            given=self._objective(told, cycle),
            key_results=given,
            objective=objective,
            version=objective.version if objective else None,
            now=instant(day),
        )
        saved.refresh_from_db()
        return saved

    def _given(self, told: KeyResultTold, day: float, present: KeyResult | None) -> KeyResultGiven:
        metric = self._metric(told)
        baseline = Decimal(told.baseline) if told.baseline else None
        if metric is not None and metric.computed and told.aim.moves:
            baseline = present.baseline if present else self._computed(metric, day)
        return KeyResultGiven(
            uuid=present.uuid if present else None,
            title=told.title,
            metric=metric,
            aim=told.aim,
            baseline=baseline,
            baseline_on=present.baseline_on if present else on(day - 1),
            target_form=told.form,
            target=Decimal(told.target) if told.target else None,
            lower=Decimal(told.lower) if told.lower else None,
            upper=Decimal(told.upper) if told.upper else None,
            ambition=told.ambition,
            kept_by=self._northwind.people[told.keeper] if told.keeper else None,
        )

    def _metric(self, told: KeyResultTold) -> Metric | None:
        if not isinstance(told.metric, FlowTold):
            return self._metrics[told.metric] if told.metric else None
        organisation, flow = self._northwind.organisation, told.metric
        return flow_metric(
            organisation=organisation,
            value_stream=self._northwind.streams[flow.stream] if flow.stream else None,
            measure=flow.measure,
            item_kind=flow.kind,
            stage=Status.objects.get(organisation=organisation, name=flow.stage) if flow.stage else None,
        )

    def _computed(self, metric: Metric, day: float) -> Decimal | None:
        """The value of the day before, as the form proposes it: with the digits that are shown."""
        yesterday = on(day - 1)
        value = in_force([metric], self._northwind.organisation, day=yesterday, now=self._northwind.now)[
            metric.pk
        ].value
        digits = metric.digits + (2 if metric.unit_kind == UnitKind.PERCENT else 0)
        return None if value is None else round(value, digits)

    def _remember(
        self, told: ObjectiveTold, key_results: Sequence[KeyResultTold], objective: Objective, day: float
    ) -> None:
        known = {each.stored.pk for each in self.written}
        rows = objective.key_results.select_related("metric", "objective", "organisation").in_order()
        self.written += [
            Written(told=each, stored=row, since=day, writer=told.writer)
            for each, row in zip(key_results, rows, strict=True)
            if row.pk not in known
        ]


def _soon(day: float) -> datetime:
    """A quarter of an hour later."""
    return instant(day) + timedelta(minutes=15)
