"""Progress, pace, score and grade of key results and objectives: pure arithmetic. Source: "How okrflow scores"."""

from okrflow.okrs.scoring.closing import Closing, closing, grade, rounded, together
from okrflow.okrs.scoring.codes import Aim, Ambition, Gap, Grade, Missing, Status, TargetForm
from okrflow.okrs.scoring.cycles import CycleDays, expected_share
from okrflow.okrs.scoring.key_results import VALUES_OF_A_BASELINE, Goal, Standing, standing
from okrflow.okrs.scoring.objectives import Confidence, Mean, Part, confidence, mean, weakest
from okrflow.okrs.scoring.series import DayValue, Measured, Series
from okrflow.okrs.scoring.targets import RelativeToNothing, resolve_target

__all__ = [
    "VALUES_OF_A_BASELINE",
    "Aim",
    "Ambition",
    "Closing",
    "Confidence",
    "CycleDays",
    "DayValue",
    "Gap",
    "Goal",
    "Grade",
    "Mean",
    "Measured",
    "Missing",
    "Part",
    "RelativeToNothing",
    "Series",
    "Standing",
    "Status",
    "TargetForm",
    "closing",
    "confidence",
    "expected_share",
    "grade",
    "mean",
    "resolve_target",
    "rounded",
    "standing",
    "together",
    "weakest",
]
