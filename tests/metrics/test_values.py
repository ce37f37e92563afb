"""Values by day: as measured, and as computed from flow."""

from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from okrflow.flow import Kind
from okrflow.metrics import values
from okrflow.metrics.models import Measure
from okrflow.metrics.services import flow_metric, noon_of, record_measurement
from okrflow.value_streams.models import Status
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july
from tests.metrics.northwind import Northwind, metric

NOW = july(31, 18)


def items(nw: Northwind) -> None:
    """One item a day, each two days active and as many waiting as its number has."""
    for number in range(1, 20):
        start = july(number)
        make.item(
            nw.policy,
            f"P-{number}",
            make.event(start, "active"),
            make.event(start + timedelta(days=2), "waiting"),
            make.event(start + timedelta(days=2, hours=number), "done"),
            kind=Kind(number % 2),
        )
    refresh_stream(nw.policy, now=NOW)


def window_to(day: date, days: int = 28) -> Window:
    to = day + timedelta(days=1)
    return Window(first=to - timedelta(days=days), to=to, zone=ZoneInfo("UTC"))


def test_a_measured_series_holds_the_last_of_each_day_and_the_one_before(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    for at, value in ((july(1), 20), (july(10, 9), 30), (july(10, 16), 28), (july(12), 31)):
        record_measurement(metric=nps, about_at=at, value=Decimal(value), note="", by=nw.ben, now=NOW)

    found = values.series(nps, first=date(2026, 7, 5), last=date(2026, 7, 11), now=NOW)

    assert [(point.day.day, point.value) for point in found] == [(1, 20), (10, 28)]
    assert values.in_force([nps], nw.organisation, day=date(2026, 7, 11), now=NOW)[nps.pk].value == 28


def test_a_day_ends_at_the_organisations_midnight(nw: Northwind) -> None:
    nw.organisation.time_zone = "America/New_York"
    nps = metric(nw.organisation)
    for day in (9, 10):
        about = noon_of(nw.organisation, date(2026, 7, day)) + timedelta(hours=11)
        record_measurement(metric=nps, about_at=about, value=Decimal(day), note="", by=nw.ben, now=NOW)

    assert values.in_force([nps], nw.organisation, day=date(2026, 7, 9), now=NOW)[nps.pk].value == 9


@pytest.mark.parametrize("kind", [None, Kind.FEATURE])
def test_a_computed_series_equals_the_figures_of_each_window(nw: Northwind, kind: Kind | None) -> None:
    items(nw)
    found = flow_metric(
        organisation=nw.organisation, value_stream=nw.policy, measure=Measure.FLOW_TIME_P85, item_kind=kind
    )

    series = values.series(found, first=date(2026, 7, 10), last=date(2026, 8, 20), now=NOW)

    assert [point.day.day for point in series] == list(range(10, 32))
    for point in series:
        figures = flow.figures([nw.policy.pk], window_to(point.day), now=NOW, kind=kind)
        assert figures.flow_time.p85 is not None
        assert point.value == pytest.approx(Decimal(figures.flow_time.p85), abs=Decimal("0.000001"))


@pytest.mark.parametrize("measure", [Measure.STAGE_VISIT_P50, Measure.STAGE_SHARE, Measure.STAGE_MEAN_LOAD])
def test_a_stage_series_is_weekly_up_to_the_last_day_and_equals_the_stages(
    nw: Northwind, measure: Measure
) -> None:
    items(nw)
    waiting = Status.objects.get(organisation=nw.organisation, name="waiting")
    found = flow_metric(organisation=nw.organisation, value_stream=nw.policy, measure=measure, stage=waiting)

    series = values.series(found, first=date(2026, 7, 12), last=date(2026, 7, 31), now=NOW)

    assert [point.day.day for point in series] == [17, 24, 31]
    for point in series:
        report = flow.stages(nw.policy, window_to(point.day), now=NOW)
        stage = next(each for each in report.stages if each.stage.status == waiting.pk)
        expected = {
            Measure.STAGE_VISIT_P50: stage.visit_days_p50,
            Measure.STAGE_SHARE: stage.share,
            Measure.STAGE_MEAN_LOAD: stage.mean_load,
        }[measure]
        assert expected is not None
        assert point.value == pytest.approx(Decimal(expected), abs=Decimal("0.000001"))


def test_all_streams_together_are_one_metric(nw: Northwind) -> None:
    items(nw)
    make.item(nw.platform, "L-1", make.event(july(1), "active"), make.event(july(2), "done"))
    refresh_stream(nw.platform, now=NOW)
    velocity = flow_metric(organisation=nw.organisation, value_stream=None, measure=Measure.VELOCITY)

    found = values.in_force([velocity], nw.organisation, day=date(2026, 7, 28), now=NOW)

    assert found[velocity.pk].value == 20


def test_a_missing_value_has_its_reason(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    p85 = flow_metric(organisation=nw.organisation, value_stream=nw.policy, measure=Measure.FLOW_TIME_P85)

    found = values.in_force([nps, p85], nw.organisation, day=date(2026, 7, 28), now=NOW)

    assert (found[nps.pk].value, found[nps.pk].reason) == (None, "no_value")
    assert (found[p85.pk].value, found[p85.pk].reason) == (None, "nothing_finished")


def test_the_share_of_a_kind_is_its_share_of_all(nw: Northwind) -> None:
    items(nw)
    share = flow_metric(
        organisation=nw.organisation,
        value_stream=nw.policy,
        measure=Measure.DISTRIBUTION_SHARE,
        item_kind=Kind.DEFECT,
    )

    found = values.in_force([share], nw.organisation, day=date(2026, 7, 28), now=NOW)

    assert found[share.pk].value == Decimal("0.526316")


def test_many_metrics_cost_few_queries(nw: Northwind, django_assert_num_queries: object) -> None:
    items(nw)
    measures = [
        measure for measure in Measure if not measure.of_stage and measure != Measure.DISTRIBUTION_SHARE
    ]
    every = [
        *(
            flow_metric(organisation=nw.organisation, value_stream=nw.policy, measure=each)
            for each in measures
        ),
        *(metric(nw.organisation) for _ in range(5)),
    ]

    with django_assert_num_queries(3):  # type: ignore[operator]
        values.in_force(every, nw.organisation, day=date(2026, 7, 28), now=NOW)
