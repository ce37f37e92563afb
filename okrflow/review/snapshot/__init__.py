"""What the review looks at: frozen dataclasses, read elsewhere, with no database inside."""

from okrflow.review.snapshot.metrics import History, Metric
from okrflow.review.snapshot.okrs import (
    CheckIn,
    Contribution,
    Cycle,
    GoalChange,
    KeyResult,
    Objective,
    Proposal,
    ProposedKeyResult,
)
from okrflow.review.snapshot.streams import (
    Bottleneck,
    DailyLoads,
    Figure,
    Finished,
    OpenItem,
    PlanEntry,
    Reach,
    Stream,
    Waiting,
)
from okrflow.review.snapshot.whole import Effect, Experiment, Impediment, Organisation, Snapshot

__all__ = [
    "Bottleneck",
    "CheckIn",
    "Contribution",
    "Cycle",
    "DailyLoads",
    "Effect",
    "Experiment",
    "Figure",
    "Finished",
    "GoalChange",
    "History",
    "Impediment",
    "KeyResult",
    "Metric",
    "Objective",
    "OpenItem",
    "Organisation",
    "PlanEntry",
    "Proposal",
    "ProposedKeyResult",
    "Reach",
    "Snapshot",
    "Stream",
    "Waiting",
]
