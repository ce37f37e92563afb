"""Cycles, objectives and key results, and what is said of them."""

from okrflow.okrs.models.check_ins import CheckIn, CheckInRequest, SuggestedValue
from okrflow.okrs.models.cycles import Cycle, CycleState, OkrSettings
from okrflow.okrs.models.key_results import (
    Aim,
    Ambition,
    Contribution,
    ContributionKind,
    GoalChange,
    KeyResult,
    TargetForm,
)
from okrflow.okrs.models.objectives import (
    Grade,
    KeyCounter,
    Objective,
    ObjectiveDraft,
    ObjectiveState,
    ObjectiveTransfer,
    Retrospective,
)

__all__ = [
    "Aim", "Ambition", "CheckIn", "CheckInRequest", "Contribution", "ContributionKind", "Cycle", "CycleState",
    "GoalChange", "Grade", "KeyCounter", "KeyResult", "Objective", "ObjectiveDraft", "ObjectiveState",
    "ObjectiveTransfer", "OkrSettings", "Retrospective", "SuggestedValue", "TargetForm",
]  # fmt: skip
