"""Running the review, waiving what it finds, and setting its thresholds."""

from okrflow.review.services.runs import run_review, run_wanted, want, want_all
from okrflow.review.services.thresholds import set_threshold
from okrflow.review.services.waivers import NotWaivable, latest_day, waive, withdraw

__all__ = [
    "NotWaivable",
    "latest_day",
    "run_review",
    "run_wanted",
    "set_threshold",
    "waive",
    "want",
    "want_all",
    "withdraw",
]
