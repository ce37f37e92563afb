"""What follows from new figures, and what follows from experiments."""

from typing import Any

import pytest
from celery import current_app

from okrflow.experiments.models import Experiment
from okrflow.experiments.receivers import MEASURE_TASK
from okrflow.experiments.services import end_experiment
from okrflow.experiments.tasks import measure
from okrflow.okrs.rights import OkrRights
from okrflow.progress.models import RenderedPage
from okrflow.work_items.signals import streams_refreshed
from tests import make
from tests.experiments.conftest import NOW
from tests.people import Cast


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    tasks: list[tuple[str, Any]] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args=(), **_: tasks.append((name, args)))
    return tasks


def test_new_figures_are_measured_where_there_are_experiments(
    people: Cast, experiment: Experiment, sent: list[tuple[str, Any]]
) -> None:
    other = make.value_stream(people.organisation, "claims")
    for streams in ({other.pk}, {other.pk, experiment.value_stream_id}):
        streams_refreshed.send(
            sender=None, organisation_id=people.organisation.pk, value_stream_ids=frozenset(streams)
        )

    assert [each for each in sent if each[0] == MEASURE_TASK] == [
        (MEASURE_TASK, [[experiment.value_stream_id]])
    ]


def test_the_nightly_task_measures_all(experiment: Experiment) -> None:
    Experiment.objects.update(effect=None, measured_at=None)

    measure()

    experiment.refresh_from_db()
    assert experiment.effect is not None


def test_pages_that_name_experiments_are_rendered_anew(
    experiment: Experiment,
    ben: OkrRights,
    sent: list[tuple[str, Any]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        end_experiment(rights=ben, experiment=experiment, now=NOW)

    wanted = RenderedPage.objects.exclude(wanted_at=None).values_list("value_stream", flat=True)
    assert {None, experiment.value_stream_id} <= set(wanted)
