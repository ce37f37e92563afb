"""Charts show what the figures say: bars as high as their numbers, marks that tell their values."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from okrflow.analysis.charts import charts_of, read_series
from okrflow.flow import Kind
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.choices import Choice
from okrflow.work_items.figures.windows import trailing
from okrflow.work_items.refresh import refresh_stream
from tests import make

pytestmark = pytest.mark.django_db

BAR = re.compile(r'd="M([\d.]+),([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+Z" fill="var\(--(\w+)\)"')


@pytest.fixture
def policy() -> ValueStream:
    """Two features and one defect finished a week for eight weeks."""
    stream = make.value_stream(make.organisation())
    now = timezone.now()
    for week in range(1, 9):
        for number, kind in enumerate((Kind.FEATURE, Kind.FEATURE, Kind.DEFECT)):
            done = now - timedelta(weeks=week)
            make.item(
                stream,
                f"P-{week}-{number}",
                make.event(done - timedelta(days=2), "active"),
                make.event(done, "done"),
                kind=kind,
            )
    refresh_stream(stream)
    return stream


def test_bars_are_stacked_and_as_high_as_their_numbers(policy: ValueStream) -> None:
    now = timezone.now()
    choice = Choice(window=trailing(policy.organisation, days=90, now=now), days=90, kind=None)

    velocity = charts_of(read_series(policy, choice, now=now))[0]

    bars = [
        (float(x), float(width), float(height), kind)
        for x, _, width, height, kind in BAR.findall(velocity.picture)
    ]
    heights = {
        kind: {round(height, 1) for _, _, height, of in bars if of == kind} for kind in ("feature", "defect")
    }
    assert len([bar for bar in bars if bar[2] > 0]) == 16
    assert min(width for _, width, height, _ in bars if height) > 20
    (feature,), (defect,) = (found - {0.0} for found in heights.values())
    assert feature == pytest.approx(2 * defect, abs=0.2)


def test_every_chart_says_its_numbers_to_those_who_cannot_see_it(policy: ValueStream) -> None:
    now = timezone.now()
    choice = Choice(window=trailing(policy.organisation, days=90, now=now), days=90, kind=None)

    for chart in charts_of(read_series(policy, choice, now=now)):
        assert 'role="img"' in chart.picture
        assert chart.title in chart.picture
        assert chart.rows
        assert all(earlier[0] < later[0] for earlier, later in pairwise(chart.rows))
