"""Objectives and key results with everything that a page shows of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from okrflow.metrics.formatting import shown
from okrflow.metrics.models import Metric, MetricKind
from okrflow.metrics.outlooks import Known
from okrflow.okrs import scoring
from okrflow.okrs.evidence import standing_of
from okrflow.okrs.models import Cycle, Grade, KeyResult, Objective
from okrflow.okrs.progress import words
from okrflow.okrs.progress.forecasts import Forecast
from okrflow.okrs.progress.reading import Readings, cycle_days, read, shown_day
from okrflow.okrs.scoring import Aim, Goal, Missing, Part, Series, Standing
from okrflow.work_items.figures.windows import zone_of

TEAMS_OWN = "One measure of the team's own"


@dataclass(frozen=True, kw_only=True)
class KeyResultStanding:
    """One key result. `hidden`: on a team metric of a stream that the reader does not belong to; nothing else is told.

    Shares are floats, 1 is the whole way; values are in the metric's stored unit; texts have its digits and unit.
    """

    title: str
    hidden: bool = False
    key_result: KeyResult | None = None
    metric: Metric | None = None
    figures: Standing = field(default_factory=lambda: Standing(day=None, missing=Missing.NO_VALUE))
    confidence: int | None = None
    checked_in_at: datetime | None = None
    spark: Sequence[float | None] = ()
    status_text: str = ""
    gap_text: str = ""
    aim_text: str = ""
    tone: str = ""
    low_text: str = ""
    high_text: str = ""
    reason: str | None = None
    forecast: Forecast = field(default_factory=Forecast)

    @property
    def retired(self) -> bool:
        """Given up: it is shown, and counts in nothing."""
        return self.key_result is not None and self.key_result.retired_at is not None

    @property
    def url(self) -> str:
        return self.key_result.get_absolute_url() if self.key_result else ""

    @property
    def value(self) -> Decimal | None:
        return self.figures.value

    @property
    def value_text(self) -> str:
        return shown(self.metric, self.figures.value) if self.metric else "–"

    @property
    def progress(self) -> float | None:
        return None if self.figures.progress is None else float(self.figures.progress)

    @property
    def score(self) -> float | None:
        return None if self.figures.score is None else float(self.figures.score)

    @property
    def expected(self) -> float | None:
        """Where it should be by now; not shown for stay-aims, which should always hold."""
        stays = self.key_result is not None and Aim(self.key_result.aim).stays
        return None if self.figures.expected is None or stays else float(self.figures.expected)

    @property
    def pace(self) -> float | None:
        return None if self.figures.pace is None else float(self.figures.pace)

    @property
    def is_behind(self) -> bool:
        return self.tone == "worse"

    @property
    def words(self) -> str:
        """Status and distance in one line, without saying the same twice."""
        outdated = "outdated, " if self.status_text.startswith("outdated, ") else ""
        status = self.status_text.removeprefix(outdated)
        if not self.gap_text or self.gap_text.startswith(status):
            return outdated + (self.gap_text or status)
        return f"{self.status_text}, {self.gap_text}"


@dataclass(frozen=True, kw_only=True)
class ObjectiveStanding:
    """An objective with its key results in order; its score is their plain mean, its confidence the weakest.

    `closing_score` and `grade_by_score` are what it comes to when it is closed: key results without a value count 0.
    """

    objective: Objective
    key_results: Sequence[KeyResultStanding]
    score: float | None
    measured: int
    counting: int
    confidence: int | None
    closing_score: float | None = None
    grade_by_score: Grade | None = None

    @property
    def measured_text(self) -> str:
        return f"{self.measured} of {self.counting} measured"

    @property
    def all_measured(self) -> bool:
        return self.measured == self.counting

    @property
    def grade(self) -> Grade | None:
        """How a closed one ended: what people said, else what the score that this reader sees comes to."""
        if not self.objective.is_closed:
            return None
        if self.objective.is_dropped:
            return Grade.DROPPED
        return Grade(self.objective.grade_given) if self.objective.grade_given else self.grade_by_score


def standing(
    objectives: Sequence[Objective], *, now: datetime, stream_ids: Collection[int] = ()
) -> list[ObjectiveStanding]:
    """How objectives of one organisation stand, in their order, with cycle and organisation already joined.

    Key results on team metrics are told to readers of these streams only (`stream_ids`); to others they count in
    nothing. Seven queries, and four to twelve for each value stream that computed metrics are of.
    """
    every = KeyResult.objects.filter(objective__in=objectives).with_names().in_order() if objectives else ()
    return standing_with(objectives, every, now=now, stream_ids=stream_ids)


def standing_with(
    objectives: Sequence[Objective],
    key_results: Iterable[KeyResult],
    *,
    now: datetime,
    stream_ids: Collection[int] = (),
    measured: Known | None = None,
) -> list[ObjectiveStanding]:
    """The same where the key results, in order, and perhaps the values of measured metrics have been read already.

    `measured`: by metric, at least since `measured_from`.
    """
    if not objectives:
        return []
    of_objective: dict[int, list[KeyResult]] = defaultdict(list)
    organisation = objectives[0].organisation
    by_pk = {objective.pk: objective for objective in objectives}
    for row in key_results:
        row.organisation, row.objective = organisation, by_pk[row.objective_id]
        of_objective[row.objective_id].append(row)
    told = [row for rows in of_objective.values() for row in rows if _told(row, stream_ids)]
    readings = read(objectives, told, now=now, measured=measured)
    return [_objective(each, of_objective[each.pk], readings, stream_ids) for each in objectives]


def _told(key_result: KeyResult, stream_ids: Collection[int]) -> bool:
    metric = key_result.metric
    return metric is None or metric.kind != MetricKind.TEAM or metric.value_stream_id in stream_ids


def _objective(
    objective: Objective, rows: Sequence[KeyResult], readings: Readings, stream_ids: Collection[int]
) -> ObjectiveStanding:
    found = [
        _key_result(row, objective.cycle, readings)
        if _told(row, stream_ids)
        else KeyResultStanding(title=TEAMS_OWN, hidden=True)
        for row in rows
    ]
    left = [each for each in found if not each.retired]
    counting = [
        Part(Aim(each.key_result.aim), each.figures.score) for each in left if each.key_result is not None
    ]
    closing = scoring.mean(counting, closed=True)
    mean = closing if objective.is_closed else scoring.mean(counting)
    return ObjectiveStanding(
        objective=objective,
        key_results=sorted(found, key=lambda each: each.retired),
        score=None if mean.score is None or objective.is_dropped else float(mean.score),
        measured=mean.measured,
        counting=mean.counting,
        confidence=scoring.weakest(each.confidence for each in left),
        closing_score=None if closing.score is None else float(closing.score),
        grade_by_score=_grade(closing.score, left),
    )


def _grade(score: Fraction | None, found: Sequence[KeyResultStanding]) -> Grade | None:
    if score is None:
        return None
    ambitions = [scoring.Ambition(each.key_result.ambition) for each in found if each.key_result is not None]
    return Grade(scoring.grade(score, scoring.together(ambitions)))


def _key_result(row: KeyResult, cycle: Cycle, readings: Readings) -> KeyResultStanding:
    metric = row.metric
    if row.retired_at is not None:
        return KeyResultStanding(
            title=row.title,
            key_result=row,
            metric=metric,
            status_text="retired, counts no more",
            aim_text=words.aim_words(row),
        )
    if metric is None:
        figures = Standing(day=None, missing=Missing.NO_TARGET)
        return KeyResultStanding(
            title=row.title,
            key_result=row,
            figures=figures,
            status_text="no metric yet",
            aim_text="No metric yet",
            forecast=readings.forecasts[row.pk],
        )
    series = readings.series(row, cycle, metric)
    figures = _figures(row, metric, cycle, series, readings)
    reason = readings.reason(metric, shown_day(cycle, readings.asked_on))
    last = readings.last_check_ins.get(row.pk)
    low, high = words.ends(row)
    return KeyResultStanding(
        title=row.title,
        key_result=row,
        metric=metric,
        figures=figures,
        confidence=_confidence(row, metric, cycle, readings),
        checked_in_at=last.created_at if last else None,
        spark=readings.spark(metric, cycle, series),
        status_text=words.status_words(figures, begins_on=cycle.starts_on, reason=reason),
        gap_text=words.gap_words(metric, figures),
        aim_text=words.aim_words(row),
        tone=words.tone(figures),
        low_text=low,
        high_text=high,
        reason=reason,
        forecast=readings.forecasts[row.pk],
    )


def _figures(row: KeyResult, metric: Metric, cycle: Cycle, series: Series, readings: Readings) -> Standing:
    """As they are now, or, of a closed objective, as they were frozen."""
    if row.objective.is_closed and row.evidence:
        return standing_of(row.evidence)
    goal = goal_of(row, metric, enough_history=metric.pk in readings.enough)
    return scoring.standing(goal, series, cycle=cycle_days(cycle), asked_on=readings.asked_on)


def goal_of(row: KeyResult, metric: Metric, *, enough_history: bool = False) -> Goal:
    return Goal(
        aim=Aim(row.aim),
        baseline=row.baseline,
        baseline_on=None if metric.computed else row.baseline_on,
        target=row.target,
        lower=row.target_lower,
        lag_days=metric.lag_days,
        cadence_days=None if metric.computed else metric.cadence_days,
        confirmed=row.baseline_confirmed_at is not None,
        enough_history=enough_history,
    )


def _confidence(row: KeyResult, metric: Metric, cycle: Cycle, readings: Readings) -> int | None:
    last = readings.confidences.get(row.pk)
    if last is None or last.confidence is None:
        return None
    given_on: date = last.created_at.astimezone(zone_of(readings.organisation)).date()
    given = [scoring.Confidence(given_on, last.confidence)]
    return scoring.confidence(
        given,
        start=cycle.starts_on,
        asked_on=min(readings.asked_on, max(given_on, cycle_days(cycle).last)),
        cadence_days=metric.cadence_days,
    )
