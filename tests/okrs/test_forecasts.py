"""The chance that a key result meets its target: from which values, between which limits, and why there is none."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from okrflow.metrics.models import Measure, Metric
from okrflow.metrics.services import record_measurement
from okrflow.okrs.given import FlowGiven, KeyResultGiven
from okrflow.okrs.models import Aim, KeyResult, Objective
from okrflow.okrs.progress import Forecast, bands, standing
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july
from tests.metrics.northwind import Northwind, metric, team_metric
from tests.okrs.given import NOW, cycle, long_published, raising


def foretold(objective: Objective, *, stream_ids: tuple[int, ...] = ()) -> Forecast:
    (found,) = standing(
        Objective.objects.with_names().filter(pk=objective.pk), now=NOW, stream_ids=stream_ids
    )
    return found.key_results[0].forecast


def measured(nw: Northwind, of: Metric, *values: float, every: int = 3) -> None:
    """Values of the last days, the newest of yesterday."""
    for place, value in enumerate(reversed(values)):
        record_measurement(
            metric=of,
            about_at=july(19) - timedelta(days=place * every),
            value=Decimal(str(value)),
            note="",
            by=nw.ben,
            now=NOW,
        )


def aiming(of: Metric, aim: Aim, **limits: str) -> KeyResultGiven:
    wanted = {name: Decimal(value) for name, value in limits.items()}
    return KeyResultGiven(title="So", metric=of, aim=aim, **wanted)  # type: ignore[arg-type]


def one_a_day(nw: Northwind) -> None:
    """From 1 June to 19 July one item is finished every day, each after two days; the first two days saw none."""
    for number in range(49):
        done = july(19, 12) - timedelta(days=number)
        make.item(
            nw.policy, f"P-{number}", make.event(done - timedelta(days=2), "active"), make.event(done, "done")
        )
    refresh_stream(nw.policy, now=NOW)


def test_a_trend_that_leads_past_the_target_is_likely_and_its_mirror_image_is_not(nw: Northwind) -> None:
    """20 to 24 in 12 days goes on to about 48 on 30 September."""
    nps = metric(nw.organisation)
    measured(nw, nps, 20, 20.9, 22.1, 22.9, 24)
    q3 = cycle(nw)

    near = foretold(long_published(nw, q3, raising(nps, "20", "40")))
    far = foretold(long_published(nw, q3, raising(nps, "20", "60")))

    assert near.chance is not None and 0.9 < near.chance <= 0.99
    assert far.chance is not None and 0.01 <= far.chance < 0.1


@pytest.mark.parametrize(
    ("given", "chance"),
    [
        ({"aim": Aim.STAY_ABOVE, "lower": "30"}, 0.99),
        ({"aim": Aim.STAY_ABOVE, "lower": "31"}, 0.01),
        ({"aim": Aim.STAY_BELOW, "upper": "30"}, 0.99),
        ({"aim": Aim.STAY_BELOW, "upper": "29"}, 0.01),
        ({"aim": Aim.STAY_BETWEEN, "lower": "25", "upper": "30"}, 0.99),
        ({"aim": Aim.STAY_BETWEEN, "lower": "31", "upper": "35"}, 0.01),
    ],
)
def test_limits_count_as_within(nw: Northwind, given: dict[str, str], chance: float) -> None:
    """A value that never moves stays 30."""
    steady = metric(nw.organisation)
    measured(nw, steady, 30, 30, 30, 30)

    assert foretold(long_published(nw, cycle(nw), aiming(steady, **given))).chance == chance  # type: ignore[arg-type]


def test_to_lower_is_the_mirror_image(nw: Northwind) -> None:
    steady = metric(nw.organisation)
    measured(nw, steady, 30, 30, 30, 30)
    q3 = cycle(nw)

    met = foretold(long_published(nw, q3, raising(steady, "45", "30", aim=Aim.LOWER)))
    missed = foretold(long_published(nw, q3, raising(steady, "45", "29", aim=Aim.LOWER)))

    assert (met.chance, missed.chance) == (0.99, 0.01)


def test_only_recent_values_make_a_trend(nw: Northwind) -> None:
    """Four values, but the first is 45 days old: three of the last six weeks are too few."""
    nps = metric(nw.organisation)
    measured(nw, nps, 20, 22, 24, 26, every=15)

    assert foretold(long_published(nw, cycle(nw), raising(nps))).reason == "too_few_values"


@pytest.mark.parametrize(
    ("measure", "target", "aim", "chance"),
    [
        (Measure.VELOCITY, "22", Aim.RAISE, 0.99),
        (Measure.VELOCITY, "29", Aim.RAISE, 0.01),
        (Measure.FLOW_TIME_P50, "2", Aim.LOWER, 0.99),
        (Measure.FLOW_TIME_P85, "2", Aim.LOWER, 0.99),
        (Measure.FLOW_TIME_MEAN, "1.9", Aim.LOWER, 0.01),
        (Measure.EFFICIENCY, "0.99", Aim.RAISE, 0.99),
    ],
)
def test_flow_that_is_much_the_same_every_day_goes_on(
    nw: Northwind, measure: Measure, target: str, aim: Aim, chance: float
) -> None:
    one_a_day(nw)
    baseline = "100" if aim == Aim.LOWER else "0.1"
    given = replace(raising(None, baseline, target, aim=aim), metric=FlowGiven(measure=measure))

    assert foretold(long_published(nw, cycle(nw), given)).chance == chance


@pytest.mark.parametrize(
    ("measure", "upper", "chance"),
    [
        (Measure.STAGE_VISIT_P50, "2", 0.99),
        (Measure.STAGE_VISIT_P85, "1.9", 0.01),
        (Measure.STAGE_SHARE, "1", 0.99),
        (Measure.STAGE_SHARE, "0.9", 0.01),
    ],
)
def test_a_stage_goes_on_as_it_did(nw: Northwind, measure: Measure, upper: str, chance: float) -> None:
    one_a_day(nw)
    stage = nw.policy.stages.get(status__name="active").status
    given = KeyResultGiven(
        title="So", metric=FlowGiven(measure=measure, stage=stage), aim=Aim.STAY_BELOW, upper=Decimal(upper)
    )

    assert foretold(long_published(nw, cycle(nw), given)).chance == chance


def test_too_little_flow_is_no_forecast(nw: Northwind) -> None:
    given = replace(raising(None, "1", "9"), metric=FlowGiven(measure=Measure.VELOCITY))

    assert foretold(long_published(nw, cycle(nw), given)) == Forecast(reason="too_few_days")


def test_there_is_none_outside_the_cycle_nor_for_a_baseline(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    measured(nw, nps, 30, 30, 30, 30)
    later = cycle(nw, "Q4", date(2026, 10, 1), date(2027, 1, 1))
    over = cycle(nw, "Q2", date(2026, 4, 1), date(2026, 7, 1))
    baseline = KeyResultGiven(title="Know it", metric=nps, aim=Aim.BASELINE)

    found = [
        foretold(long_published(nw, later, raising(nps))),
        foretold(long_published(nw, over, raising(nps))),
        foretold(long_published(nw, cycle(nw), baseline)),
    ]

    assert [each.reason for each in found] == ["not_begun", "is_over", "baseline_only"]


def test_the_chance_on_a_team_metric_is_told_to_the_team_only(nw: Northwind) -> None:
    own = team_metric(nw.policy)
    measured(nw, own, 30, 30, 30, 30)
    objective = long_published(nw, cycle(nw), raising(own, "20", "30"))

    assert foretold(objective) == Forecast()
    assert foretold(objective, stream_ids=(nw.policy.pk,)).chance == 0.99


def test_the_band_ends_with_the_cycle_and_agrees_with_the_chance(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    measured(nw, nps, 20, 20.9, 22.1, 22.9, 24)
    long_published(nw, cycle(nw), raising(nps, "20", "40"))
    row = KeyResult.objects.with_names().with_objective().get()

    found = bands(row, now=NOW)

    assert [day for day, _ in found] == sorted({day for day, _ in found})
    assert (len(found), found[0][0] > NOW.date(), found[-1][0]) == (6, True, date(2026, 9, 30))
    assert all(band.p15 < band.p50 < band.p85 for _, band in found)
    assert found[0][1].p85 - found[0][1].p15 < found[-1][1].p85 - found[-1][1].p15
