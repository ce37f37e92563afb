"""How objectives and their key results stand: read, scored and put into words."""

from okrflow.okrs.progress.forecasts import Forecast, back_tested, bands
from okrflow.okrs.progress.reading import measured_from
from okrflow.okrs.progress.standings import KeyResultStanding, ObjectiveStanding, standing, standing_with

__all__ = [
    "Forecast",
    "KeyResultStanding",
    "ObjectiveStanding",
    "back_tested",
    "bands",
    "measured_from",
    "standing",
    "standing_with",
]
