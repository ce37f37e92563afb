"""What people and programs say of an experiment, and what can't be said."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from okrflow.experiments.models import Experiment
from okrflow.experiments.rights import servable
from okrflow.flow.effect_groups import Measured
from okrflow.okrs.models import KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.models import Status, ValueStream
from okrflow.web.refusals import Refused
from okrflow.what_if.models import Scenario
from okrflow.work_items.figures.flow import stages_in_order
from okrflow.work_items.models import IN_PROGRESS, Kind

DAYS: Final = (date(1971, 1, 1), date(2199, 1, 1))


class NotAnExperiment(Refused):
    """It can't be like this; `field` says where."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentGiven:
    """`to_on` is the first day that is no longer in it."""

    title: str
    hypothesis: str
    what_changes: str
    stage: Status | None = None
    from_on: date
    to_on: date | None = None
    measure: Measured = Measured.FLOW_TIME_P50
    item_kind: Kind | None = None
    key_result: KeyResult | None = None
    scenario: Scenario | None = None


def given_of(experiment: Experiment) -> ExperimentGiven:
    """The experiment as it stands."""
    plain = {field.name: getattr(experiment, field.name) for field in fields(ExperimentGiven)}
    kind = None if experiment.item_kind is None else Kind(experiment.item_kind)
    return ExperimentGiven(**plain | {"measure": Measured(experiment.measure), "item_kind": kind})


def require_possible(rights: OkrRights, value_stream: ValueStream, given: ExperimentGiven) -> None:
    """Raises NotAnExperiment."""
    _require_days(given)
    if given.stage is not None and given.stage.pk not in stage_ids(value_stream):
        raise NotAnExperiment(
            "stage", f"“{given.stage}” is no stage of {value_stream}. Choose one from the list."
        )
    if given.stage is None and given.measure.of_stage:
        raise NotAnExperiment("stage", "The time in a stage needs the stage that changes. Choose it.")
    if given.key_result and not servable(rights, value_stream).filter(pk=given.key_result.pk).exists():
        raise NotAnExperiment("key_result", f"Choose a key result of {value_stream} or of the organisation.")
    if given.scenario is not None:
        _require_foretelling(value_stream, given.scenario, given.from_on)


def _require_days(given: ExperimentGiven) -> None:
    if given.to_on is not None and given.to_on <= given.from_on:
        raise NotAnExperiment("to_on", "An experiment ends after it begins.")
    if not DAYS[0] <= given.from_on < (given.to_on or DAYS[1]) <= DAYS[1]:
        raise NotAnExperiment("from_on", "An experiment lies between 1971 and 2199.")


def stage_ids(value_stream: ValueStream) -> list[int]:
    """The statuses that are stages of the stream, in its order. Two queries."""
    return [stage.status for stage in stages_in_order(value_stream) if stage.state in IN_PROGRESS]


def _require_foretelling(value_stream: ValueStream, scenario: Scenario, from_on: date) -> None:
    """It knows only what was before the experiment (rule 12 of the what-if)."""
    if scenario.value_stream_id != value_stream.pk:
        raise NotAnExperiment("scenario", "That what-if is of another value stream.")
    if scenario.to_on > from_on:
        raise NotAnExperiment(
            "from_on",
            f"The what-if that foretells it has seen the days up to {scenario.to_on:%-d %B %Y}. Begin on that day or"
            " later, or leave the what-if out and foretell the experiment anew.",
        )
