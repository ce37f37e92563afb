"""What a simulation found, as it is stored: codes and figures, stages by their names."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, Final

from okrflow.flow import Kind, Stage, State
from okrflow.flow.what_if import Answer, ChangeCode, Model
from okrflow.what_if.changes import Change, subject, what

Json = dict[str, Any]

_STATUSES: Final = frozenset({"stage", "in_front_of", "constraint_today", "constraint_scenario"})
"""The fields of the arithmetic's objects that hold the id of a status."""
CODES: Final[Mapping[str, ChangeCode]] = {
    "places": ChangeCode.PLACES,
    "work_factor": ChangeCode.WORK,
    "no_waiting": ChangeCode.NO_WAITING,
    "load_limit": ChangeCode.LOAD_LIMIT,
    "arrivals_factor": ChangeCode.ARRIVALS,
}
"""What the arithmetic calls what people and programs set."""


def model_as_json(model: Model, *, stages: Sequence[Stage], names: Mapping[int, str]) -> Json:
    """What the model makes of the stream, how well it fits, what speaks against it, and which changes it offers."""
    states = {stage.status: State(stage.state).name.lower() for stage in stages}
    return {
        "trusted": model.trusted,
        "doubts": _plain(model.problems, names),
        "fit": [_plain(check, names) | {"within": check.within} for check in model.fit.checks],
        "stages": [_plain(each, names) | {"flow_state": states[each.stage]} for each in model.stages],
        "offers": _plain(model.offers, names),
    }


def answers_as_json(answer: Answer, *, names: Mapping[int, str]) -> list[Json]:
    """The answer, and a second one where two readings were run."""
    answers = [answer] if answer.second_reading is None else [answer, answer.second_reading]
    return [_plain(each, names, without={"second_reading"}) for each in answers]


def not_offered(offers: Iterable[Json], changes: Iterable[Change]) -> list[Json]:
    """Of a model's offers those that some of the changes ask for in vain, each with its `reason`."""
    asked = {(CODES[what(change)].value, subject(change)) for change in changes}
    refused = (offer for offer in offers if offer["reason"] is not None)
    return [offer for offer in refused if (offer["change"], offer["stage"] or offer["kind"] or "") in asked]


def _plain(value: Any, names: Mapping[int, str], *, without: Collection[str] = ()) -> Any:
    """Dataclasses, tuples and codes as JSON has them; what is no number is nothing."""
    if is_dataclass(value):
        kept = [field.name for field in fields(value) if field.name not in without]
        return {name: _named(name, getattr(value, name), names) for name in kept}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Kind):
        return value.name.lower()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each, names) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _named(field: str, value: Any, names: Mapping[int, str]) -> Any:
    return names[value] if field in _STATUSES and value is not None else _plain(value, names)
