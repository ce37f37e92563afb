"""From where on the checks speak: an organisation's settings, with the defaults that okrflow ships."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One threshold as the settings page shows it; `low` and `high` are the least and the most that it may be."""

    name: str
    checks: str
    unit: str
    default: float
    low: float
    high: float
    explanation: str


class OutOfRange(ValueError):
    """A threshold has no such name or can't have this value; the message says what it may be."""


def _set(default: float, checks: str, unit: str, low: float, high: float, explanation: str) -> Any:
    about = {"checks": checks, "unit": unit, "low": low, "high": high, "explanation": explanation}
    return field(default=default, metadata=about)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Shares are from 0 to 1. "Over" and "under" never include the threshold itself, "from" and "at least" do."""

    # micromanagement
    taken_over_share: float = _set(
        0.5, "MM1", "share", 0, 1, "Over this share of key results taken over word for word is too much."
    )
    taken_over_days: float = _set(
        3,
        "MM1",
        "days",
        0,
        30,
        "An acceptance within so many days counts as taken over, not as thought over.",
    )
    task_similarity: float = _set(
        0.8,
        "MM3",
        "share",
        0.5,
        1,
        "From this similarity to an item or plan entry on, a key result is a task.",
    )
    most_objectives: float = _set(
        3,
        "MM4",
        "objectives",
        1,
        20,
        "Over so many objectives in running cycles are too many for one stream.",
    )
    most_key_results: float = _set(
        12,
        "MM4",
        "key results",
        3,
        100,
        "Over so many key results in running cycles are too many for one stream.",
    )
    goalposts_share: float = _set(
        0.25,
        "MM5",
        "share of the cycle",
        0,
        1,
        "Baselines and targets may change up to this share of the cycle.",
    )
    goalposts_from_above: float = _set(
        2, "MM5", "changes", 1, 10, "So many changes of one key result from above are too many."
    )
    check_ins_a_week: float = _set(
        2, "MM6", "check-ins a week", 1, 7, "Over so many demanded check-ins a week, on average, is control."
    )
    # cascade
    levels_warned: float = _set(2, "CA1", "levels", 1, 10, "Over so many levels of objectives get a warning.")
    levels_blocked: float = _set(3, "CA1", "levels", 1, 10, "No objective makes a chain over so many levels.")
    repeated_similarity: float = _set(
        0.7, "CA2", "share", 0.5, 1, "From this similarity on, an objective repeats its parent's key result."
    )
    sliced_tolerance: float = _set(
        0.02, "CA3", "share", 0, 0.2, "Parts that add up this closely to the whole were sliced from it."
    )
    waterfall_children: float = _set(
        3,
        "CA4",
        "objectives",
        2,
        20,
        "A release in waterfalls needs so many supporting objectives to be seen.",
    )
    waterfall_days: float = _set(
        14,
        "CA4",
        "days",
        1,
        90,
        "Streams whose median objective is published over so many days late had to wait.",
    )
    from_above_share: float = _set(
        0.6, "CA5", "share", 0, 1, "Over this share of stream objectives proposed from above is too much."
    )
    from_above_objectives: float = _set(
        4,
        "CA5",
        "objectives",
        1,
        50,
        "So many stream objectives in a cycle are needed to judge their origin.",
    )
    # business metrics
    cadence_share: float = _set(
        0.25,
        "BM4",
        "share of the cycle",
        0.05,
        1,
        "Values further apart than this share of the cycle are too slow.",
    )
    least_values: float = _set(
        4, "BM4", "values", 1, 20, "A metric with a cycle of history and fewer values in it is too slow."
    )
    # team metrics
    starving_share: float = _set(
        0.8, "TP4", "share", 0.1, 1, "Risk and debt under this part of their earlier share are starved."
    )
    starving_days: float = _set(
        90, "TP4", "days", 28, 365, "So many days before the last 28 are needed to know their earlier share."
    )
    # roadmap
    done_or_not_share: float = _set(
        1 / 3, "RM2", "share", 0, 1, "Over this share of key results that are done or not done is too much."
    )
    release_plan_share: float = _set(
        0.7, "RM3", "share", 0, 1, "Over this share of key results that follow the plan is a release plan."
    )
    release_plan_similarity: float = _set(
        0.6, "RM3", "share", 0.5, 1, "From this similarity on, a key result follows a plan entry."
    )
    release_plan_key_results: float = _set(
        3, "RM3", "key results", 2, 10, "A release plan needs so many key results to be seen."
    )
    # bottleneck
    clear_stability: float = _set(
        0.8,
        "BN1",
        "share",
        0.5,
        1,
        "A bottleneck is clear from this stability on, in both the 28 and the 90 days.",
    )
    small_chance: float = _set(0.05, "BN2", "share", 0.01, 0.5, "A chance under this needs an experiment.")
    baseline_off_share: float = _set(
        0.1, "BN3", "share", 0, 1, "A baseline further than this from the computed one is wrong."
    )
    history_items: float = _set(
        10,
        "BN4",
        "finished items",
        1,
        1000,
        "With fewer finished items flow figures are not to be relied on.",
    )
    history_days: float = _set(
        28, "BN4", "days", 7, 365, "With a shorter history flow figures are not to be relied on."
    )
    misfit_share: float = _set(
        0.2,
        "BN5",
        "share",
        0.05,
        1,
        "Aims at load, velocity and flow time may differ by this from what fits.",
    )
    hidden_share: float = _set(
        0.2, "BN6", "share", 0.05, 1, "Over this share of the waiting for one other stream is a dependency."
    )
    unanswered_days: float = _set(
        21, "BN7", "days", 1, 180, "An impediment open for longer without an answer is unanswered."
    )
    # capacity
    pushed_in_from: float = _set(
        14,
        "CP2",
        "day of the cycle",
        1,
        60,
        "From this day of the cycle on, its load is compared with before.",
    )
    pushed_in_to: float = _set(
        42, "CP2", "day of the cycle", 7, 180, "Up to this day of the cycle its load is compared with before."
    )
    pushed_in_factor: float = _set(
        1.25, "CP2", "times", 1, 5, "A load over so many times that before the cycle was pushed in."
    )
    pushed_in_items: float = _set(
        5, "CP2", "items", 0, 100, "A load that grew by fewer items was not pushed in."
    )
    stopping_days: float = _set(
        14,
        "CP3",
        "days",
        2,
        90,
        "Something must stop in so many days around the publishing of a further aim.",
    )
    over_limit_days: float = _set(
        3,
        "CP4",
        "days",
        1,
        30,
        "After so many days over the limit it is said, after as many within it is closed.",
    )
    full_share: float = _set(
        1.0, "CP5", "share", 0.5, 2, "Plan and unplanned work together over this leave no room."
    )
    # craft
    most_in_objective: float = _set(
        7, "CR2", "key results", 3, 20, "No objective is published with more key results."
    )
    many_in_objective: float = _set(
        5, "CR2", "key results", 2, 20, "An objective with more key results gets a warning."
    )
    silent_days: float = _set(3, "CR3", "days", 0, 60, "So many days beyond its cadence a metric is silent.")
    silent_stream_days: float = _set(
        7, "CR3", "days", 1, 60, "A connected stream without an event for so many days is silent."
    )
    confident: float = _set(7, "CR4, CR5", "of 10", 1, 10, "From this confidence on, somebody is confident.")
    unlikely_chance: float = _set(
        0.2, "CR4", "share", 0.01, 0.9, "A chance under this doesn't go with confidence."
    )
    unmoved_days: float = _set(
        28, "CR4", "days", 7, 180, "A value that stood for so many days, and two cadences, has not moved."
    )
    unmoved_expected: float = _set(
        0.3, "CR4", "share", 0, 1, "Movement is looked for once over this share of the way is expected."
    )
    sandbag_confidences: float = _set(
        3, "CR5", "confidences", 1, 20, "So many confidences are needed to judge their mean."
    )
    sandbag_mean: float = _set(9, "CR5", "of 10", 5, 10, "A mean confidence over this is a sandbag.")
    fantasy_mean: float = _set(3, "CR5", "of 10", 0, 5, "A mean confidence under this is a fantasy.")
    first_days: float = _set(14, "CR5", "days", 7, 60, "The days of the cycle whose confidences are judged.")
    own_differences: float = _set(
        8,
        "CR7",
        "differences",
        3,
        100,
        "So many differences over a cycle's length tell how much a metric moves.",
    )
    own_cycles: float = _set(
        2, "CR7", "cycles", 1, 8, "So many cycles of history tell how much a metric moves."
    )
    unranked: float = _set(
        2, "PR1", "objectives", 1, 20, "From so many objectives without rank on, they need one."
    )
    # learning
    learning_days: float = _set(
        14,
        "LE1, LE2",
        "days",
        0,
        90,
        "So many days after the end there should be a retrospective or a verdict.",
    )

    @classmethod
    def of(cls, given: Mapping[str, float]) -> Self:
        """The defaults with what an organisation set; OutOfRange for a name or a value that can't be."""
        for name, value in given.items():
            known = THRESHOLDS.get(name)
            if known is None:
                raise OutOfRange(f"There is no threshold called “{name}”.")
            if not known.low <= value <= known.high:
                raise OutOfRange(
                    f"{known.explanation} It must be between {known.low:g} and {known.high:g} {known.unit}."
                )
        return cls(**given)


THRESHOLDS: Final[Mapping[str, Threshold]] = {
    each.name: Threshold(name=each.name, default=float(each.default), **each.metadata)  # type: ignore[arg-type]
    for each in fields(Thresholds)
}
"""All of them by name, in the order of the checks."""
