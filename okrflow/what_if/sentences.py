"""What a simulation says in words. The rules are here and tested, so that no sentence says more than the figures.

All functions take stored results (`okrflow.what_if.results`): codes and figures, stages by name.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from okrflow.web.numbers import format_number, format_share

Json = Mapping[str, Any]

MEASURES: Final[Mapping[str, str]] = {
    "flow_time_p50": "flow time",
    "flow_time_p85": "flow time at p85",
    "velocity": "velocity",
    "load": "load",
}
FIGURES: Final[Mapping[str, str]] = {
    "flow_time_days": "flow time",
    "velocity_per_week": "velocity",
    "load": "load",
    "efficiency": "flow efficiency",
}
REFUSALS: Final[Mapping[str, str]] = {
    "capacity_unseen": "More at a time can’t be simulated: its capacity can’t be seen.",
    "no_visits": "Nothing can be simulated here: no visit ended in the window.",
    "no_arrivals": "Arrivals of a kind of which none came in can’t be simulated.",
    "not_active": "It is waiting: nobody works there.",
    "not_waiting": "It is active work, not waiting.",
}


def why_not(offer: Json) -> str:
    """Why a change is not offered."""
    return REFUSALS[offer["reason"]]


def answer_sentences(answer: Json) -> list[str]:
    """What the scenario does, from its differences: the figures, the load set free once, who waits outside, the constraint."""
    effects = {finding["figure"]: finding["effect"] for finding in answer["says"]}
    sentences = [
        _flow_time(answer, effects.get("flow_time_days")),
        _velocity(answer, effects["velocity_per_week"]),
        _of_load(answer, effects["load"]),
        _released(answer["released_items"]),
        _waiting_to_start(answer["waiting_to_start"]),
    ]
    return [sentence for sentence in sentences if sentence]


def _flow_time(answer: Json, effect: str | None) -> str:
    if effect is None:
        return "Nothing is finished in the window, so there is no flow time."
    if effect == "unchanged" or answer["flow_time_change"] is None:
        return "It leaves flow time unchanged."
    change = answer["flow_time_change"]["mean"]
    return f"Flow time {'rises' if effect == 'raised' else 'falls'} by {format_share(abs(change))}."


def _velocity(answer: Json, effect: str) -> str:
    """Whether velocity changes, and what limits it."""
    if effect == "unchanged":
        text = "It leaves velocity unchanged"
    else:
        difference = answer["difference"]["velocity_per_week"]["mean"]
        text = f"Velocity {'rises' if effect == 'raised' else 'falls'} by {format_number(abs(difference), 1)} items a week"
    return f"{text}: {_limits(answer['constraint_today'], answer['constraint_scenario'])}."


def _limits(today: str | None, then: str | None) -> str:
    if then is None:
        return "it follows arrivals, no stage limits it" + (
            f" any more, as {today} does today" if today else ""
        )
    if today == then:
        return f"{then} is the constraint, as today"
    return f"{then} becomes the constraint" + (f", today it is {today}" if today else "")


def _of_load(answer: Json, effect: str) -> str:
    if effect == "unchanged":
        return ""
    today, then = answer["today"]["load"]["mean"], answer["scenario"]["load"]["mean"]
    return f"Load {'rises' if effect == 'raised' else 'falls'} from {format_number(today)} to {format_number(then)} items."


def _released(items: Json) -> str:
    """Only where the interval leaves out 0 and it is at least an item."""
    if items["p5"] <= 0 <= items["p95"] or abs(items["mean"]) < 1:
        return ""
    count = format_number(abs(items["mean"]))
    if items["mean"] > 0:
        return f"{count} stored items are released once."
    return f"{count} items more are stored once."


def _waiting_to_start(items: Json | None) -> str:
    if items is None or items["mean"] < 0.05:
        return ""
    return (
        f"{format_number(items['mean'], 1)} items wait to start on average; flow time counts from the start."
    )


ADVICE: Final = (
    "Often the stream changed within the window: fit on a shorter one, or on one before the change."
)
"""What to do about a model that misses the window."""


def fit_sentence(result: Json) -> str:
    """ "The model reproduces the window: flow time within 2 %, velocity …", or that it can't be trusted, and why."""
    if not result["trusted"]:
        return "This can’t be trusted. " + " ".join(doubt_sentences(result))
    checks = [
        f"{MEASURES[check['measure']]} within {format_share(abs(check['error']))}" for check in result["fit"]
    ]
    return f"The model reproduces the window: {', '.join(checks)}."


def doubt_sentences(result: Json) -> list[str]:
    """What speaks against trusting the model, and what to do where it misses the window."""
    missed = any(doubt["code"] == "fit_missed" for doubt in result["doubts"])
    return [*map(doubt_sentence, result["doubts"]), *([ADVICE] if missed else [])]


def doubt_sentence(doubt: Json) -> str:
    """One reason not to trust the model."""
    found, needed = doubt["found"], doubt["needed"]
    match doubt["code"]:
        case "window_too_short":
            return f"The window has {format_number(found)} days and needs {format_number(needed)}."
        case "too_few_finished":
            return (
                f"{format_number(found)} items were finished in the window; it takes {format_number(needed)}."
            )
        case "too_few_visits":
            return f"{format_number(found)} visits to {doubt['stage']} ended in the window; it takes {format_number(needed)}."
    side = "above" if found > 0 else "below"
    return (
        f"The model’s {MEASURES[doubt['measure']]} lies {format_share(abs(found))} {side} what was observed;"
        f" {format_share(needed)} is allowed."
    )


def reading_sentence(stage: Json) -> str:
    """What the model makes of a stage."""
    if stage["reading"] == "work":
        return _work(stage)
    front = stage["in_front_of"]
    if stage["reading"] == "line":
        return f"A line in front of {front}: who stands here waits for a free place there.{_served(stage['order'])}"
    if stage["reading"] == "outside_delay":
        return f"An outside delay: nobody in the stream is busy with it{_idle(stage)}."
    return f"Either a line in front of {front} or an outside delay: the past doesn’t tell. Both readings are run."


def _work(stage: Json) -> str:
    if stage["capacity"] is None:
        return "Work. No line stands in front, so its capacity can’t be seen."
    text = f"Work, {stage['capacity']} at a time, busy {format_share(stage['busy'])} of the time."
    if stage["pick_up_days"] >= MOMENT_DAYS:
        text += f" A free place is picked up {format_number(stage['pick_up_days'], 1)} days late."
    return text


MOMENT_DAYS: Final = 0.05
"""A shorter pick-up is not worth a sentence."""


def capacity_notes(result: Json, stages: Collection[str]) -> list[str]:
    """For those of the stages that are lines: what it means that nobody waits there."""
    lines = {offer["stage"] for offer in result["offers"] if offer["removes_capacity_limit"]}
    return [
        f"{stage['stage']} is a line: no waiting there means that {stage['in_front_of']} takes any number at a time."
        for stage in result["stages"]
        if stage["stage"] in lines and stage["stage"] in stages
    ]


def _served(order: str | None) -> str:
    return {"by_kind": " The kind decides who is next.", "random": " Who is next seems to be chance."}.get(
        order or "", ""
    )


def _idle(stage: Json) -> str:
    if stage["in_front_of"] is None or stage["idle"] is None:
        return ""
    return f", and {stage['in_front_of']}, behind it, has free places while items wait"


def unclear_stages(result: Json) -> list[str]:
    """The waits that may be read in two ways."""
    return [stage["stage"] for stage in result["stages"] if stage["reading"] == "both"]
