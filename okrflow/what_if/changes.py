"""Changes to a stream as people and programs give them: checked, and said in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from okrflow.flow import Kind, State
from okrflow.web.numbers import format_share
from okrflow.what_if.refusals import BadChange

Change = Mapping[str, Any]
"""One of {stage, places}, {stage, work_factor}, {stage, no_waiting}, {load_limit}, {kind, arrivals_factor}, as in the API."""

MOST_CHANGES: Final = 12
MOST_PLACES: Final = 50
MOST_LOAD: Final = 100_000
LEAST_FACTOR: Final = 0.05
MOST_FACTOR: Final = 10.0

SUBJECTS: Final[Mapping[str, str]] = {
    "places": "stage",
    "work_factor": "stage",
    "no_waiting": "stage",
    "load_limit": "",
    "arrivals_factor": "kind",
}
"""What can be changed, and of what: of a stage, of a kind of item, or of the stream as a whole."""
STATES: Final[Mapping[str, State]] = {
    "places": State.ACTIVE,
    "work_factor": State.ACTIVE,
    "no_waiting": State.WAITING,
}
"""The flow state of the stages that each can be changed of."""


def checked(changes: Iterable[Change], *, states: Mapping[str, State]) -> list[dict[str, Any]]:
    """The changes in one order, whatever the order given, so that equal scenarios are equal. Raises BadChange.

    `states` are the stream's stages, by name, with their flow states.
    """
    found = [_checked(change, states) for change in changes]
    if len(found) > MOST_CHANGES:
        raise BadChange(f"One scenario may have {MOST_CHANGES} changes at most. Leave some out.")
    subjects = [(what(change), subject(change)) for change in found]
    if len(set(subjects)) < len(subjects):
        twice = next(each for each in subjects if subjects.count(each) > 1)
        raise BadChange(
            f"The same change is given twice for {twice[1] or 'the load limit'}. Keep one of them."
        )
    return sorted(found, key=lambda change: (list(SUBJECTS).index(what(change)), subject(change)))


def what(change: Change) -> str:
    """Which of the five it is: the name of what it sets. Raises BadChange for anything else."""
    named = [name for name, of in SUBJECTS.items() if set(change) == ({name, of} if of else {name})]
    if not named:
        raise BadChange(
            "A change names a stage with “places”, “work_factor” or “no_waiting”, a kind with “arrivals_factor”, or a"
            " “load_limit”, and nothing else."
        )
    return named[0]


def subject(change: Change) -> str:
    """The stage or kind that it changes; empty for the stream as a whole."""
    return str(change.get("stage") or change.get("kind") or "")


def _checked(change: Change, states: Mapping[str, State]) -> dict[str, Any]:
    name = what(change)
    if "stage" in change:
        _check_stage(name, change["stage"], states)
    elif "kind" in change and str(change["kind"]).upper() not in Kind.__members__:
        raise BadChange("A kind is “feature”, “defect”, “risk” or “debt”.")
    return {**change, name: _value(name, change[name])}


def _check_stage(name: str, stage: Any, states: Mapping[str, State]) -> None:
    if stage not in states:
        known = ", ".join(states)
        raise BadChange(f"“{stage}” is no stage of this stream. Its stages are: {known}.")
    if states[stage] != STATES[name]:
        if name == "no_waiting":
            raise BadChange(f"“{stage}” is active work: change its work or its places, not its waiting.")
        raise BadChange(f"“{stage}” is waiting: nobody works there. Choose “no waiting”, or an active stage.")


def _value(name: str, value: Any) -> int | float | bool:
    if name == "no_waiting":
        if value is not True:
            raise BadChange("“no_waiting” is true. Leave the change out to keep the waiting.")
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadChange(f"“{name}” is a number.")
    if name in {"places", "load_limit"}:
        return _whole(name, value, MOST_PLACES if name == "places" else MOST_LOAD)
    least = 0.0 if name == "arrivals_factor" else LEAST_FACTOR
    if not least <= value <= MOST_FACTOR:
        raise BadChange(f"“{name}” lies between {least:g} and {MOST_FACTOR:g}; 0.5 is half of today's.")
    return float(value)


def _whole(name: str, value: float, most: int) -> int:
    if value != int(value) or not 1 <= value <= most:
        raise BadChange(f"“{name}” is a whole number from 1 to {most}.")
    return int(value)


def in_words(changes: Sequence[Change]) -> str:
    """ "No waiting in Ready for verification; 1 more at a time in Analysis"; for none "Nothing changed"."""
    text = "; ".join(_words(change) for change in changes)
    return text[:1].upper() + text[1:] or "Nothing changed"


def _words(change: Change) -> str:
    match what(change), subject(change):
        case "places", stage:
            return f"{change['places']} more at a time in {stage}"
        case "work_factor", stage:
            return f"{format_share(change['work_factor'])} of today’s work in {stage}"
        case "no_waiting", stage:
            return f"no waiting in {stage}"
        case "load_limit", _:
            return f"a load limit of {change['load_limit']}"
        case _, kind:
            plural = "debt items" if kind == "debt" else f"{kind}s"
            return f"{format_share(change['arrivals_factor'])} of today’s {plural} arriving"
