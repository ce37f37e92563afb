"""What flow will be like if it goes on as it did: drawn from the past many times, and tried on the past."""

from okrflow.flow.forecasts.back_tests import BackTest, back_test
from okrflow.flow.forecasts.counts import HowMany, When, how_many, when
from okrflow.flow.forecasts.draws import FEWEST_DAYS, TRIALS, too_few
from okrflow.flow.forecasts.measures import Ahead, Foretell, Foretold, Past
from okrflow.flow.forecasts.outlooks import Band, Drawn, Outlook, chance
from okrflow.flow.forecasts.pasts import past_of_stage, past_of_stream
from okrflow.flow.forecasts.samples import LONGEST_SAMPLE, SHORTEST_SAMPLE, DailyCounts
from okrflow.flow.forecasts.trends import Trend, trend

__all__ = [
    "FEWEST_DAYS",
    "LONGEST_SAMPLE",
    "SHORTEST_SAMPLE",
    "TRIALS",
    "Ahead",
    "BackTest",
    "Band",
    "DailyCounts",
    "Drawn",
    "Foretell",
    "Foretold",
    "HowMany",
    "Outlook",
    "Past",
    "Trend",
    "When",
    "back_test",
    "chance",
    "how_many",
    "past_of_stage",
    "past_of_stream",
    "too_few",
    "trend",
    "when",
]
