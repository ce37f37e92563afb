"""How objectives and their key results stand: read, scored and put into words."""

from okrflow.okrs.progress.forecasts import Forecast, bands
from okrflow.okrs.progress.standings import KeyResultStanding, ObjectiveStanding, standing

__all__ = ["Forecast", "KeyResultStanding", "ObjectiveStanding", "bands", "standing"]
