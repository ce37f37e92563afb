"""The list behind every figure has as many items as the figure says."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from okrflow.flow import Kind
from okrflow.value_streams.models import Status
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.behind import Figure, items_behind
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july

pytestmark = pytest.mark.django_db

NOW = july(31, 12)
WINDOWS = [(date(2026, 7, 8), date(2026, 7, 15)), (date(2026, 7, 20), date(2026, 8, 9))]


@pytest.mark.parametrize("kind", [None, Kind.FEATURE, Kind.DEFECT])
@pytest.mark.parametrize(("first", "to"), WINDOWS)
def test_counts_equal_the_figures(first: date, to: date, kind: Kind | None) -> None:
    organisation = make.organisation()
    policy, claims = make.value_stream(organisation, "policy"), make.value_stream(organisation, "claims")
    random_histories(policy, claims)
    for stream in (policy, claims):
        refresh_stream(stream, now=NOW)
    window = Window(first=first, to=to, zone=ZoneInfo("UTC"))

    figures = flow.figures([policy.pk], window, now=NOW, kind=kind)

    counts = {
        figure: items_behind(figure, policy, window, now=NOW, kind=kind).count()
        for figure in Figure
        if figure != Figure.STAGE
    }
    assert counts == {
        Figure.VELOCITY: figures.velocity,
        Figure.FLOW_TIME: figures.flow_time.count,
        Figure.MEASURED: figures.efficiency.measured,
        Figure.UNMEASURED: figures.efficiency.unmeasured,
        Figure.LOAD: figures.load.at_end,
        Figure.ARRIVALS: figures.arrivals,
        Figure.ENTERED: figures.entered,
        Figure.LEFT: figures.left,
        Figure.CANCELLED: figures.cancelled,
        Figure.REOPENED: figures.reopened,
    }
    for stage in flow.stages(policy, window, now=NOW, kind=kind).stages:
        status = Status.objects.get(pk=stage.stage.status)
        visits = items_behind(Figure.STAGE, policy, window, now=NOW, kind=kind, status=status)
        there = items_behind(Figure.LOAD, policy, window, now=NOW, kind=kind, status=status)
        assert (visits.count(), there.count()) == (stage.visits, stage.current)


def random_histories(*streams: object) -> None:
    random = np.random.default_rng(5)
    statuses = ["new", "active", "waiting", "done", "cancelled", "QA?"]
    for number in range(60):
        at, events = july(1), []
        for _ in range(random.integers(1, 9)):
            at += timedelta(hours=int(random.integers(1, 120)))
            events.append(
                make.event(
                    at,
                    str(random.choice(statuses)),
                    stream=[*streams, None][random.choice(3, p=[0.7, 0.2, 0.1])],
                    kind=Kind(int(random.integers(0, 2))),
                )
            )
        make.item(streams[0], f"R-{number}", *events)  # type: ignore[arg-type]
