"""How a key result stands, in words."""

from decimal import Decimal

import pytest

from okrflow.metrics.models import Metric, UnitKind
from okrflow.okrs.progress.words import gap_words
from okrflow.okrs.scoring import Gap, Standing, Status


@pytest.mark.parametrize(
    ("size", "words"),
    [("0.04", "below baseline by less than is shown"), ("0.06", "below baseline by 0.1\u00a0days")],
)
def test_a_distance_too_small_to_show_is_not_shown_as_nothing(size: str, words: str) -> None:
    metric = Metric(unit_kind=UnitKind.DURATION, unit="days", digits=1)
    found = Standing(day=None, status=Status.BELOW_BASELINE, gap=Gap.BELOW_BASELINE, gap_size=Decimal(size))

    assert gap_words(metric, found) == words
