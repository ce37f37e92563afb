"""A stream with a past that a model can be fitted on: an outside delay of ten days, then work."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from okrflow.jobs.models import Job
from okrflow.value_streams.models import FlowState, ValueStream
from okrflow.what_if.models import Scenario
from okrflow.what_if.simulating import carry_out
from okrflow.work_items.histories import EventGiven, HistoryGiven
from okrflow.work_items.models import Kind
from okrflow.work_items.refresh import refresh_stream
from okrflow.work_items.services import write_histories

NOW = datetime(2026, 7, 31, 12, tzinfo=UTC)
DAYS = 120
STATES = {
    "Backlog": FlowState.NEW,
    "Waits for the office": FlowState.WAITING,
    "Verification": FlowState.ACTIVE,
    "Live": FlowState.DONE,
}


class Watched:
    """A run that nobody cancels; what it reported."""

    def __init__(self, *, cancelled_at: float = 2.0, error: Exception | None = None) -> None:
        self.reports: list[tuple[float, str]] = []
        self.held = False
        self._cancelled_at, self._error = cancelled_at, error

    def report(self, progress: float, step: str) -> None:
        self.reports.append((progress, step))
        if progress >= self._cancelled_at and self._error:
            raise self._error

    def hold(self) -> None:
        self.held = True


def write_past(stream: ValueStream, *, items: int = 180, days: int = DAYS) -> None:
    """Items that come evenly over the days before NOW, by a fixed seed."""
    chance, first = random.Random(8), NOW - timedelta(days=days)
    histories = []
    for number in range(items):
        started = first + timedelta(days=days * number / items)
        worked = started + timedelta(days=chance.uniform(5, 15))
        done = worked + timedelta(days=chance.uniform(0.2, 1.0))
        statuses = zip(("Waits for the office", "Verification", "Live"), (started, worked, done), strict=True)
        events = [
            EventGiven(at=at, status=status, value_stream=stream, kind=Kind(number % 2))
            for status, at in statuses
            if at < NOW
        ]
        histories.append(HistoryGiven(source="test", external_id=f"P-{number}", events=events))
    outcomes = write_histories(organisation=stream.organisation, histories=histories)
    assert not [outcome for outcome in outcomes if outcome.errors]
    refresh_stream(stream, now=NOW)


def simulated(
    scenario: Scenario, *, replications: int = 20, run: Any = None, now: datetime = NOW
) -> Scenario:
    """The scenario after its job, which ends here and now, with few replications."""
    Scenario.objects.filter(pk=scenario.pk).update(replications=replications)
    assert scenario.job
    carry_out(job=scenario.job.pk, run=run or Watched(), now=now)
    Job.objects.filter(pk=scenario.job.pk).update(state="done", progress=1)
    Scenario.objects.filter(pk=scenario.pk).update(replications=200)
    return Scenario.objects.select_related("job", "value_stream__organisation").get(pk=scenario.pk)
