"""Writing experiments: planning, changing, beginning, ending, judging and measuring them."""

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from okrflow.experiments.given import ExperimentGiven, NotAnExperiment, given_of, require_possible
from okrflow.experiments.measuring import keep
from okrflow.experiments.models import Experiment, ExperimentState, Verdict
from okrflow.experiments.rights import require_writing
from okrflow.experiments.signals import experiments_changed
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.models import ValueStream
from okrflow.web.refusals import Refused
from okrflow.web.versions import claimed
from okrflow.what_if import services as what_if
from okrflow.what_if.changes import Change
from okrflow.work_items.figures.windows import today


class HasVerdict(Refused):
    """What was learnt stays."""


@transaction.atomic
def plan_experiment(
    *, rights: OkrRights, value_stream: ValueStream, given: ExperimentGiven, now: datetime
) -> Experiment:
    """A new experiment, measured at once if it has begun. Raises PermissionDenied, NotAnExperiment, ValidationError."""
    require_writing(rights, value_stream)
    experiment = Experiment(
        organisation=rights.organisation, value_stream=value_stream, created_by=rights.access.user
    )
    return _written(rights, experiment, given, now)


@transaction.atomic
def change_experiment(
    *, rights: OkrRights, experiment: Experiment, given: ExperimentGiven, version: int, now: datetime
) -> Experiment:
    """Change what was planned; it is measured anew. Raises as `plan_experiment`, and EditConflict."""
    require_writing(rights, experiment.value_stream)
    rows = Experiment.objects.for_organisation(experiment.organisation).with_names()
    return _written(rights, claimed(experiment, rows, version=version), given, now)


def _written(rights: OkrRights, experiment: Experiment, given: ExperimentGiven, now: datetime) -> Experiment:
    require_possible(rights, experiment.value_stream, given)
    if experiment.from_on != given.from_on:
        experiment.dated_at = now
    for field in fields(given):
        setattr(experiment, field.name, getattr(given, field.name))
    experiment.clean_fields(
        exclude=["organisation", "value_stream", "stage", "key_result", "scenario", "created_by"]
    )
    if given.scenario is not None and not given.scenario.saved:
        name = what_if.free_name(experiment.value_stream, given.title)
        what_if.save(scenario=given.scenario, name=name)
    experiment.save()
    keep(experiment, now=now)
    return _told(experiment)


@transaction.atomic
def begin_experiment(*, rights: OkrRights, experiment: Experiment, now: datetime) -> Experiment:
    """Begin a planned one today instead of on its day. Raises PermissionDenied, NotAnExperiment."""
    day = today(rights.organisation, now=now)
    return _moved(rights, experiment, ExperimentState.PLANNED, now, from_on=day)


@transaction.atomic
def end_experiment(*, rights: OkrRights, experiment: Experiment, now: datetime) -> Experiment:
    """End a running one: today is its last day. Raises PermissionDenied, NotAnExperiment."""
    day = today(rights.organisation, now=now)
    return _moved(rights, experiment, ExperimentState.RUNNING, now, to_on=day + timedelta(days=1))


def _moved(
    rights: OkrRights, experiment: Experiment, state: ExperimentState, now: datetime, **days: Any
) -> Experiment:
    """Set a day of an experiment that is in this state."""
    require_writing(rights, experiment.value_stream)
    stored = _locked(experiment)
    present = stored.state_on(today(rights.organisation, now=now))
    if present != state:
        raise NotAnExperiment("", f"It is {present.label}. Change its days instead.")
    stored.version += 1
    return _written(rights, stored, replace(given_of(stored), **days), now)


def _locked(experiment: Experiment) -> Experiment:
    rows = Experiment.objects.for_organisation(experiment.organisation).with_names()
    return rows.select_for_update(of=("self",), no_key=True).get(pk=experiment.pk)


@transaction.atomic
def give_verdict(
    *, rights: OkrRights, experiment: Experiment, verdict: Verdict, note: str, now: datetime
) -> Experiment:
    """What people make of it; a later verdict takes the place of an earlier one. Raises PermissionDenied, NotAnExperiment."""
    require_writing(rights, experiment.value_stream)
    stored = _locked(experiment)
    if stored.state_on(today(rights.organisation, now=now)) == ExperimentState.PLANNED:
        raise NotAnExperiment("", "It has not begun, so there is nothing to judge yet.")
    stored.verdict, stored.verdict_note = verdict, note
    stored.verdict_at, stored.verdict_by = now, rights.access.user
    stored.version += 1
    stored.clean_fields(
        exclude=["organisation", "value_stream", "stage", "key_result", "scenario", "created_by"]
    )
    stored.save()
    return _told(stored)


@transaction.atomic
def delete_experiment(*, rights: OkrRights, experiment: Experiment) -> None:
    """Raises PermissionDenied, HasVerdict."""
    require_writing(rights, experiment.value_stream)
    stored = _locked(experiment)
    if stored.verdict:
        raise HasVerdict("It has a verdict, so it stays: what you learnt is not deleted.")
    _told(stored)
    stored.delete()


@transaction.atomic
def attach_foretelling(
    *, rights: OkrRights, experiment: Experiment, changes: Sequence[Change], now: datetime
) -> Experiment:
    """Have the what-if foretell it from the time before it. Raises PermissionDenied and what the what-if refuses."""
    require_writing(rights, experiment.value_stream)
    stored = _locked(experiment)
    stored.scenario = what_if.foretell(
        value_stream=stored.value_stream,
        changes=changes,
        starts_on=stored.from_on,
        name=what_if.free_name(stored.value_stream, stored.title),
        user=rights.access.user,
        now=now,
    )
    stored.version += 1
    stored.save(update_fields=["scenario", "version", "updated_at"])
    return _told(stored)


def measure_experiments(*, value_stream_ids: Collection[int] | None = None, now: datetime) -> int:
    """Measure what runs or ended lately, of these streams or of all; how many effects are others than before."""
    latest_day_anywhere = now.date() + timedelta(days=1)
    found = Experiment.objects.measured_on(latest_day_anywhere)
    if value_stream_ids is not None:
        found = found.filter(value_stream__in=value_stream_ids)
    return sum(_measured_anew(each, now) for each in found.select_related("organisation").order_by("pk"))


@transaction.atomic
def _measured_anew(experiment: Experiment, now: datetime) -> bool:
    known = experiment.effect
    keep(experiment, now=now)
    if experiment.effect == known:
        return False
    _told(experiment)
    return True


def _told(experiment: Experiment) -> Experiment:
    """Tell the apps above, once it is committed."""
    about = {"organisation_id": experiment.organisation_id, "value_stream_id": experiment.value_stream_id}
    transaction.on_commit(lambda: experiments_changed.send(sender=Experiment, **about))
    return experiment
