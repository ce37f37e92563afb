"""What the review keeps: findings with their episodes, waivers, thresholds, and where its runs stand."""

from okrflow.review.models.findings import Episode, Finding, FindingState, SeverityChoice, SubjectChoice
from okrflow.review.models.runs import KnownBaseline, ReviewRun
from okrflow.review.models.settings import ThresholdSetting
from okrflow.review.models.waivers import Waiver

__all__ = [
    "Episode",
    "Finding",
    "FindingState",
    "KnownBaseline",
    "ReviewRun",
    "SeverityChoice",
    "SubjectChoice",
    "ThresholdSetting",
    "Waiver",
]
