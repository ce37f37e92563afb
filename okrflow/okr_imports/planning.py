"""What a file comes to under its plan: objectives and key results as they will be written, for preview and import alike."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from okrflow.integrations.reading.errors import RowRejected
from okrflow.integrations.reading.items import Rejection
from okrflow.integrations.reading.numbers import PERCENT, Quantity
from okrflow.integrations.reading.texts import shortened
from okrflow.metrics.decimals import NotStorable, stored
from okrflow.metrics.formatting import shown
from okrflow.metrics.models import Better, Metric, MetricKind, UnitKind
from okrflow.okr_imports.reading.gathering import FileRead, KeyResultRead, ObjectiveRead
from okrflow.okr_imports.reading.plans import NEW, SKIP, Plan
from okrflow.okr_imports.surroundings import Surroundings
from okrflow.okrs.given import KeyResultGiven
from okrflow.okrs.models import Aim, Cycle
from okrflow.value_streams.models import ValueStream
from okrflow.web.numbers import editable

MOST_DIGITS: Final = 6
_AIMS: Final = (
    (Aim.STAY_ABOVE, r"stay above|(?:at or )?above|at least|minimum|maintain|>=|≥"),
    (Aim.STAY_BELOW, r"stay below|(?:at or )?below|at most|maximum|<=|≤"),
    (Aim.RAISE, r"increase|raise|grow|up|higher|maximi[sz]e"),
    (Aim.LOWER, r"decrease|lower|reduce|down|minimi[sz]e"),
)


@dataclass(kw_only=True)
class KeyResultPlanned:
    """Values are in the metric's stored unit. A metric that is not stored yet is made with it."""

    read: KeyResultRead
    metric: Metric | None
    aim: Aim
    baseline: Decimal | None
    target: Decimal | None
    kept_by: Any
    current: Decimal | None
    values: dict[date, Decimal]

    @property
    def baseline_text(self) -> str:
        return self._text(self.baseline)

    @property
    def target_text(self) -> str:
        return self._text(self.target)

    @property
    def how_many_values(self) -> int:
        return len(self.values) + (self.current is not None)

    def _text(self, value: Decimal | None) -> str:
        """With the metric's unit; without a metric as the number that it is."""
        if self.metric is not None:
            return shown(self.metric, value)
        return "–" if value is None else editable(value)

    def given(self, cycle: Cycle, *, day: date) -> KeyResultGiven:
        """As the services take it; the baseline is that of the cycle's beginning, once it has come."""
        return KeyResultGiven(
            title=self.read.title,
            metric=self.metric,
            aim=self.aim,
            baseline=self.baseline,
            baseline_on=min(cycle.starts_on, day),
            target=self.target if self.aim.moves else None,
            lower=self.target if self.aim == Aim.STAY_ABOVE else None,
            upper=self.target if self.aim == Aim.STAY_BELOW else None,
            kept_by=self.kept_by,
        )


@dataclass(kw_only=True)
class ObjectivePlanned:
    """A cycle that is not stored yet is made with it. `proposed`: to the stream, by an administrator."""

    read: ObjectiveRead
    stream: ValueStream | None
    cycle: Cycle
    proposed: bool
    key_results: list[KeyResultPlanned] = field(default_factory=list)


@dataclass(kw_only=True)
class FilePlanned:
    """`told` is what is not taken as it is, by the number of the row."""

    objectives: list[ObjectivePlanned] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    told: list[tuple[int, str]] = field(default_factory=list)


def planned(read: FileRead, plan: Plan, around: Surroundings) -> FilePlanned:
    """All that the file comes to, and what is rejected of it, be it by the reading or by what the organisation has."""
    found = FilePlanned(rejected=list(read.rejected))
    planner = _Planner(plan, around, found.told)
    for objective in read.objectives:
        try:
            made = planner.objective(objective)
        except RowRejected as error:
            found.rejected += [row.rejection(str(error)) for row in objective.rows]
            continue
        for key_result in objective.key_results:
            try:
                made.key_results.append(planner.key_result(key_result, made))
            except RowRejected as error:
                found.rejected.append(key_result.row.rejection(str(error)))
        found.objectives.append(made)
    return found


class _Planner:
    def __init__(self, plan: Plan, around: Surroundings, told: list[tuple[int, str]]) -> None:
        self._plan, self._around, self._told = plan, around, told

    def objective(self, read: ObjectiveRead) -> ObjectivePlanned:
        """Without its key results. Raises RowRejected where it belongs nowhere."""
        stream = self._stream(read)
        return ObjectivePlanned(
            read=read,
            stream=stream,
            cycle=self._cycle(read),
            proposed=not self._around.drafts_for(stream),
        )

    def _stream(self, read: ObjectiveRead) -> ValueStream | None:
        chosen = self._plan.streams.get(read.stream, "")
        if chosen == SKIP:
            raise RowRejected(f"You left out what belongs to “{shortened(read.stream)}”.")
        try:
            stream = self._around.stream(chosen)
        except KeyError:
            raise RowRejected(f"There is no value stream “{shortened(read.stream)}”.") from None
        if not self._around.imports_to(stream):
            raise RowRejected(f"OKRs of {stream or 'the organisation'} are brought in by those who lead it.")
        return stream

    def _cycle(self, read: ObjectiveRead) -> Cycle:
        chosen, around = self._plan.cycles.get(read.cycle, ""), self._around
        if chosen == SKIP:
            raise RowRejected(f"You left out the cycle “{shortened(read.cycle)}”.")
        if chosen != NEW:
            try:
                return around.cycle(chosen)
            except KeyError:
                raise RowRejected(f"There is no open cycle “{shortened(read.cycle)}”.") from None
        days = self._plan.new_cycles[read.cycle]
        return Cycle(
            organisation=around.rights.organisation,
            name=read.cycle[:120],
            starts_on=date.fromisoformat(days.starts_on),
            ends_on=date.fromisoformat(days.ends_on),
        )

    def key_result(self, read: KeyResultRead, of: ObjectivePlanned) -> KeyResultPlanned:
        """Who keeps it up to date is the stream's own business. Raises RowRejected for a number that can't be kept."""
        metric = self._metric(read, of.stream)
        baseline, target = self._stored(read.baseline, metric), self._stored(read.target, metric)
        if metric is not None and metric.pk is None:
            falls = baseline is not None and target is not None and target < baseline
            metric.better = Better.DOWN if falls else Better.UP
        return KeyResultPlanned(
            read=read,
            metric=metric,
            aim=aim_of(read.aim, baseline, target, metric),
            baseline=baseline,
            target=target,
            kept_by=None if of.proposed else self._keeper(read),
            current=self._stored(read.current, metric),
            values={day: self._sure(number, metric) for day, number in sorted(read.values.items())},
        )

    def _metric(self, read: KeyResultRead, stream: ValueStream | None) -> Metric | None:
        chosen = self._plan.metrics.get(read.metric)
        if chosen is None or not chosen.name:
            return None
        return self._around.metric_named(chosen.name, stream) or Metric(
            organisation=self._around.rights.organisation,
            name=chosen.name,
            kind=MetricKind.BUSINESS,
            unit_kind=UnitKind(chosen.unit_kind),
            unit="%" if chosen.unit_kind == UnitKind.PERCENT else chosen.unit,
            digits=max([_digits(number) for number in read.quantities], default=0),
        )

    def _stored(self, number: Quantity | None, metric: Metric | None) -> Decimal | None:
        return None if number is None else self._sure(number, metric)

    def _sure(self, number: Quantity, metric: Metric | None) -> Decimal:
        percent = metric is not None and metric.unit_kind == UnitKind.PERCENT
        per_hundred = percent and (number.unit == PERCENT or not self._plan.shares)
        try:
            return stored(number.value / 100 if per_hundred else number.value)
        except NotStorable as error:
            raise RowRejected(str(error)) from None

    def _keeper(self, read: KeyResultRead) -> Any:
        found = self._around.person(read.owner)
        if read.owner and found is None:
            who = shortened(read.owner)
            text = f"“{who}” is no member here, so nobody keeps “{shortened(read.title)}” up to date yet."
            self._told.append((read.row.number, text))
        return found


def _digits(number: Quantity) -> int:
    exponent = number.value.as_tuple().exponent
    return min(MOST_DIGITS, max(0, -exponent)) if isinstance(exponent, int) else 0


def aim_of(said: str, baseline: Decimal | None, target: Decimal | None, metric: Metric | None) -> Aim:
    """Where the value is to go: as the file says it, else as its numbers do, else where the metric is better."""
    for aim, words in _AIMS:
        if re.search(rf"(?<!\w)(?:{words})(?!\w)", said.casefold()):
            return aim
    if baseline is not None and target is not None and baseline != target:
        return Aim.RAISE if target > baseline else Aim.LOWER
    return Aim.LOWER if metric is not None and metric.better == Better.DOWN else Aim.RAISE
