"""Defining metrics and recording what was measured."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from okrflow.flow import Kind
from okrflow.metrics.models import Measure, Measurement, Metric, Timing, UnitKind
from okrflow.metrics.services import (
    AlreadyCorrected,
    ComputedMetric,
    MetricGiven,
    NotAMetric,
    NotAnInstant,
    NotAValue,
    change_metric,
    flow_metric,
    noon_of,
    record_measurement,
)
from okrflow.metrics.signals import measured
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import Status
from tests.make import july
from tests.metrics.northwind import Northwind, metric

NOW = july(31, 12)


def test_two_metrics_of_one_name_have_two_addresses(nw: Northwind) -> None:
    assert [metric(nw.organisation).slug, metric(nw.organisation).slug] == ["mobile-nps", "mobile-nps-2"]
    assert metric(nw.organisation, "§").slug == "metric"


def test_percent_are_shown_with_their_sign(nw: Northwind) -> None:
    assert metric(nw.organisation, "Market share", unit_kind=UnitKind.PERCENT, unit="per cent").unit == "%"


def test_a_team_metric_belongs_to_a_stream(nw: Northwind) -> None:
    with pytest.raises(NotAMetric, match="belongs to a value stream"):
        metric(nw.organisation, kind="team")


def test_a_changed_metric_keeps_its_address_and_its_timing(nw: Northwind) -> None:
    nps = metric(nw.organisation, timing=Timing.LEADING)

    changed = change_metric(metric=nps, given=MetricGiven(name="App NPS", unit_kind=UnitKind.SCORE))

    assert (changed.name, changed.slug, changed.timing) == ("App NPS", "mobile-nps", "leading")


def test_a_metric_with_values_does_not_become_one_of_percent(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    record_measurement(metric=nps, about_at=july(1), value=Decimal(31), note="", by=nw.ben, now=NOW)

    with pytest.raises(NotAMetric, match="has values already"):
        change_metric(metric=nps, given=MetricGiven(name="NPS", unit_kind=UnitKind.PERCENT))


def test_a_correction_keeps_the_old_value(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    wrong = record_measurement(metric=nps, about_at=july(1), value=Decimal(13), note="", by=nw.ben, now=NOW)

    right = record_measurement(
        metric=nps, about_at=july(1), value=Decimal(31), note="typo", by=nw.ben, replaces=wrong, now=NOW
    )

    assert list(Measurement.objects.valid()) == [right]
    assert Measurement.objects.in_force(before=july(2)) == right
    assert Measurement.objects.count() == 2


def test_a_value_is_corrected_once(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    wrong = record_measurement(metric=nps, about_at=july(1), value=Decimal(13), note="", by=nw.ben, now=NOW)
    record_measurement(
        metric=nps, about_at=july(1), value=Decimal(31), note="", by=nw.ben, replaces=wrong, now=NOW
    )

    with pytest.raises(AlreadyCorrected):
        record_measurement(
            metric=nps, about_at=july(1), value=Decimal(32), note="", by=nw.ben, replaces=wrong, now=NOW
        )


def test_a_correction_stays_within_its_metric(nw: Northwind) -> None:
    nps, share = metric(nw.organisation), metric(nw.organisation, "Share")
    of_nps = record_measurement(metric=nps, about_at=july(1), value=Decimal(13), note="", by=nw.ben, now=NOW)

    with pytest.raises(AlreadyCorrected, match="another metric"):
        record_measurement(
            metric=share, about_at=july(1), value=Decimal(1), note="", by=nw.ben, replaces=of_nps, now=NOW
        )


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e308"])
def test_what_is_no_number_is_no_value(nw: Northwind, number: str) -> None:
    with pytest.raises(NotAValue):
        record_measurement(
            metric=metric(nw.organisation),
            about_at=july(1),
            value=Decimal(number),
            note="",
            by=nw.ben,
            now=NOW,
        )


def test_negative_zero_is_stored_as_zero(nw: Northwind) -> None:
    nps = metric(nw.organisation)
    kept = record_measurement(metric=nps, about_at=july(1), value=Decimal("-0"), note="", by=nw.ben, now=NOW)

    kept.refresh_from_db()
    assert not kept.value.is_signed()


@pytest.mark.parametrize(
    "about", [NOW + timedelta(days=1), datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)]
)
def test_a_value_is_about_a_day_that_has_come(nw: Northwind, about: datetime) -> None:
    with pytest.raises(NotAnInstant):
        record_measurement(
            metric=metric(nw.organisation), about_at=about, value=Decimal(1), note="", by=nw.ben, now=NOW
        )


def test_a_day_is_its_local_noon() -> None:
    berlin = Organisation(time_zone="Europe/Berlin")

    assert noon_of(berlin, date(2026, 7, 1)) == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert noon_of(berlin, date(2026, 3, 29)) == datetime(2026, 3, 29, 10, tzinfo=UTC)


def test_a_flow_metric_is_made_once_and_named(nw: Northwind) -> None:
    def made() -> Metric:
        return flow_metric(
            organisation=nw.organisation,
            value_stream=nw.policy,
            measure=Measure.FLOW_TIME_P85,
            item_kind=Kind.FEATURE,
        )

    found = made()

    assert made() == found
    assert (found.name, found.slug) == ("Flow time of features, p85", "policy-flow-time-of-features-p85")
    assert (found.unit, found.digits, found.better, found.timing) == ("days", 1, "down", "leading")


def test_every_measure_makes_a_metric_the_database_takes(nw: Northwind) -> None:
    stage = Status.objects.get(organisation=nw.organisation, name="waiting")
    for measure in Measure:
        flow_metric(
            organisation=nw.organisation,
            value_stream=nw.policy,
            measure=measure,
            item_kind=Kind.DEBT,
            stage=stage if measure.of_stage else None,
        )

    assert Metric.objects.count() == len(Measure)


def test_a_stage_measure_needs_its_stage_and_a_share_its_kind(nw: Northwind) -> None:
    with pytest.raises(NotAMetric, match="stage"):
        flow_metric(organisation=nw.organisation, value_stream=nw.policy, measure=Measure.STAGE_VISIT_P85)
    with pytest.raises(NotAMetric, match="kind"):
        flow_metric(organisation=nw.organisation, value_stream=None, measure=Measure.DISTRIBUTION_SHARE)


def test_a_flow_metric_of_a_foreign_stream_or_stage_is_refused(nw: Northwind) -> None:
    foreign = Status.objects.create(organisation=nw.contoso, name="waiting")
    with pytest.raises(NotAMetric):
        flow_metric(organisation=nw.contoso, value_stream=nw.policy, measure=Measure.VELOCITY)
    with pytest.raises(NotAMetric):
        flow_metric(
            organisation=nw.organisation, value_stream=nw.policy, measure=Measure.STAGE_SHARE, stage=foreign
        )


def test_a_flow_metric_takes_no_values(nw: Northwind) -> None:
    velocity = flow_metric(organisation=nw.organisation, value_stream=None, measure=Measure.VELOCITY)

    with pytest.raises(ComputedMetric):
        record_measurement(metric=velocity, about_at=july(1), value=Decimal(1), note="", by=nw.ben, now=NOW)


def test_what_was_measured_is_told_on_commit(
    nw: Northwind, django_capture_on_commit_callbacks: object
) -> None:
    nps, heard = metric(nw.organisation), []

    def hear(organisation_id: int, metric_ids: list[int], **kwargs: object) -> None:
        heard.append((organisation_id, metric_ids))

    measured.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        record_measurement(metric=nps, about_at=july(1), value=Decimal(1), note="", by=nw.ben, now=NOW)

    assert heard == [(nw.organisation.pk, [nps.pk])]
