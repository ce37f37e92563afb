"""Which charts an experiment is marked on."""

from datetime import date

from okrflow.experiments.models import Experiment
from okrflow.flow.effect_groups import Measured
from okrflow.metrics.models import Measure, Metric
from okrflow.metrics.services import flow_metric
from okrflow.value_streams.models import Status, ValueStream
from okrflow.web.marks import marks_of
from tests import make
from tests.experiments.test_services import key_result
from tests.people import Cast


def names(experiment: Experiment, **about: int | date | None) -> list[str]:
    found = marks_of(organisation_id=experiment.organisation_id, **about)  # type: ignore[arg-type]
    return [mark.name for mark in found]


def test_on_the_charts_of_its_stream(people: Cast, experiment: Experiment) -> None:
    other = make.value_stream(people.organisation, "claims")
    (mark,) = marks_of(organisation_id=experiment.organisation_id, value_stream_id=experiment.value_stream_id)

    assert (mark.name, mark.first, mark.last) == ("No waiting", date(2026, 6, 1), None)
    assert mark.url == experiment.get_absolute_url()
    assert names(experiment, value_stream_id=other.pk) == []
    assert names(experiment) == []


def test_only_within_the_days_of_the_chart(experiment: Experiment) -> None:
    Experiment.objects.update(to_on=date(2026, 6, 11))
    stream = experiment.value_stream_id

    assert names(experiment, value_stream_id=stream, first=date(2026, 6, 10)) == ["No waiting"]
    assert names(experiment, value_stream_id=stream, first=date(2026, 6, 11)) == []
    assert names(experiment, value_stream_id=stream, last=date(2026, 6, 1)) == ["No waiting"]
    assert names(experiment, value_stream_id=stream, last=date(2026, 5, 31)) == []


def metric(stream: ValueStream, measure: Measure, stage: Status | None = None) -> Metric:
    return flow_metric(
        organisation=stream.organisation, value_stream=stream, measure=measure, item_kind=None, stage=stage
    )


def test_on_the_chart_of_the_metric_that_it_is_measured_by(experiment: Experiment) -> None:
    stream = experiment.value_stream
    same, other = metric(stream, Measure.FLOW_TIME_P50), metric(stream, Measure.FLOW_TIME_P85)
    of_all = flow_metric(
        organisation=stream.organisation, value_stream=None, measure=Measure.FLOW_TIME_P50, item_kind=None
    )

    assert names(experiment, metric_id=same.pk) == ["No waiting"]
    assert names(experiment, metric_id=other.pk) == []
    assert names(experiment, metric_id=of_all.pk) == []


def test_time_in_a_stage_is_of_that_stage(experiment: Experiment) -> None:
    Experiment.objects.update(measure=Measured.STAGE_VISIT_P50)
    stream = experiment.value_stream
    active = Status.objects.get(organisation=stream.organisation, name="active")

    assert names(experiment, metric_id=metric(stream, Measure.STAGE_VISIT_P50, experiment.stage).pk)
    assert not names(experiment, metric_id=metric(stream, Measure.STAGE_VISIT_P50, active).pk)


def test_on_the_key_result_that_it_serves_and_on_its_metric(people: Cast, experiment: Experiment) -> None:
    served, other = key_result(people, experiment.value_stream), key_result(people, None)
    served.metric = Metric.objects.create(
        organisation=people.organisation, slug="nps", name="NPS", unit_kind="score"
    )
    served.save()
    Experiment.objects.update(key_result=served)

    assert names(experiment, key_result_id=served.pk) == ["No waiting"]
    assert names(experiment, metric_id=served.metric.pk) == ["No waiting"]
    assert names(experiment, key_result_id=other.pk) == []
