"""Which days of a period experiments settled on, and where it is said."""

from datetime import date, timedelta
from decimal import Decimal

from okrflow.experiments.models import Experiment
from okrflow.experiments.settling import settling_within
from okrflow.metrics.models import Measure
from okrflow.metrics.services import flow_metric
from okrflow.okrs.models import Aim, KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.web.panels import Place, panels_of
from tests.experiments.conftest import NOW, START
from tests.experiments.test_services import key_result
from tests.people import Cast


def test_the_first_fortnight_as_far_as_it_lies_within(experiment: Experiment) -> None:
    stream = experiment.value_stream

    whole = settling_within(stream, first=date(2026, 5, 1), to=date(2026, 8, 1))
    part = settling_within(stream, first=date(2026, 6, 10), to=date(2026, 6, 12))

    assert whole.days == [START + timedelta(days=number) for number in range(14)]
    assert whole.experiments == [experiment]
    assert part.days == [date(2026, 6, 10), date(2026, 6, 11)]
    assert settling_within(stream, first=date(2026, 6, 15), to=date(2026, 8, 1)).days == []


def test_one_that_was_not_measured_settles_nowhere(experiment: Experiment) -> None:
    Experiment.objects.update(effect=None)

    found = settling_within(experiment.value_stream, first=START, to=date(2026, 8, 1))

    assert (found.experiments, found.days) == ([], [])


def measured_by(row: KeyResult, measure: Measure, experiment: Experiment) -> None:
    stream = experiment.value_stream
    row.metric = flow_metric(
        organisation=stream.organisation, value_stream=stream, measure=measure, item_kind=None
    )
    row.aim, row.target = Aim.LOWER, Decimal(3)
    row.save()


def test_a_plan_whose_lines_are_drawn_from_them_says_so(experiment: Experiment, ben: OkrRights) -> None:
    panels = panels_of(Place.PLAN, experiment.value_stream, access=ben.access, now=NOW)

    (panel,) = [each for each in panels if each.template == "experiments/settling.html"]
    assert len(panel.context["settling"].days) == 14


def test_a_key_result_whose_chance_is_drawn_from_them_says_so(
    people: Cast, experiment: Experiment, ben: OkrRights
) -> None:
    row = key_result(people, experiment.value_stream)
    measured_by(row, Measure.FLOW_TIME_P50, experiment)

    panels = panels_of(Place.KEY_RESULT, row, access=ben.access, now=NOW)
    later = panels_of(Place.KEY_RESULT, row, access=ben.access, now=NOW + timedelta(days=60))

    (panel,) = [each for each in panels if each.template == "experiments/settling.html"]
    assert len(panel.context["settling"].days) == 14
    assert [each for each in later if each.template == panel.template] == []
