"""The worker's part: a scenario's window is read, the model fitted, both futures simulated, the result written once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from okrflow.flow import Kind
from okrflow.flow.what_if import Arrivals, LoadLimit, NoWaiting, Places, Work, fit, simulate
from okrflow.flow.what_if import Change as FlowChange
from okrflow.jobs.services import JobProblem, Run
from okrflow.what_if.changes import Change, checked, subject, what
from okrflow.what_if.models import Scenario
from okrflow.what_if.reading import histories, states_by_name, status_names
from okrflow.what_if.refusals import BadChange
from okrflow.what_if.results import answers_as_json, model_as_json, not_offered
from okrflow.work_items.figures.flow import stages_in_order
from okrflow.work_items.figures.windows import Window, zone_of

_FIT_SHARE: Final = 0.2
"""How much of the progress is the fit."""


def carry_out(*, job: int, run: Run, now: datetime) -> None:
    """Simulate the scenario of a job; nothing to do if it has its result, or is gone.

    Raises JobProblem when the stream's stages have changed since it was asked.
    """
    scenario = Scenario.objects.select_related("value_stream__organisation").filter(job=job).first()
    if scenario is None or scenario.result is not None:
        return
    run.report(0.0, "Reading the stream’s past")
    result = _simulated(scenario, run)
    with transaction.atomic():
        run.hold()
        Scenario.objects.filter(pk=scenario.pk).update(result=result, computed_at=now, updated_at=now)


def _simulated(scenario: Scenario, run: Run) -> dict[str, Any]:
    """The result: the model of the window and, unless the changes are not offered there, the answer."""
    stream = scenario.value_stream
    window = Window(first=scenario.first_on, to=scenario.to_on, zone=zone_of(stream.organisation))
    stages = stages_in_order(stream)
    names = status_names(stages)
    changes = _changes(scenario, names)
    start, end = window.days.starts[[0, -1]].tolist()
    seed = (stream.pk, *window.period)
    fitting = _part(run, 0.0, _FIT_SHARE, "Fitting the model to the past")
    model = fit(histories(stream, window), stages=stages, start=start, end=end, seed=seed, report=fitting)
    result = model_as_json(model, stages=stages, names=names)
    if not_offered(result["offers"], scenario.changes):
        return result | {"answers": []}
    simulating = _part(run, _FIT_SHARE, 1.0, "Simulating")
    answer = simulate(model, changes, seed=seed, replications=scenario.replications, report=simulating)
    return result | {"answers": answers_as_json(answer, names=names)}


def _part(run: Run, since: float, until: float, step: str) -> Callable[[float], None]:
    """Report a part of the work as so much of the whole."""
    return lambda progress: run.report(since + (until - since) * progress, step)


def _changes(scenario: Scenario, names: Mapping[int, str]) -> list[FlowChange]:
    try:
        changes = checked(scenario.changes, states=states_by_name(scenario.value_stream))
    except BadChange as error:
        raise JobProblem(
            "The stages of the stream have changed", f"{error} Then simulate it again."
        ) from error
    ids = {name: status for status, name in names.items()}
    return [_change(change, ids) for change in changes]


def _change(change: Change, ids: Mapping[str, int]) -> FlowChange:
    match what(change), subject(change):
        case "places", stage:
            return Places(ids[stage], change["places"])
        case "work_factor", stage:
            return Work(ids[stage], change["work_factor"])
        case "no_waiting", stage:
            return NoWaiting(ids[stage])
        case "load_limit", _:
            return LoadLimit(change["load_limit"])
        case _, kind:
            return Arrivals(Kind[kind.upper()], change["arrivals_factor"])
