"""Why each check is there and who thought of it; what it finds and says stands with the check itself."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Explanation(NamedTuple):
    """`why` it hurts, and the source."""

    why: str
    source: str


_MISERY: Final = "Mik Kersten, “From Micromanagement Misery to Finding Flow”"
_PROJECT: Final = "Mik Kersten, “Project to Product”"
_DOERR: Final = "John Doerr, “Measure What Matters”"
_WODTKE: Final = "Christina Wodtke, “Radical Focus”"
_PLAYBOOK: Final = "Google’s OKR playbook"
_CASTRO: Final = "Felipe Castro, “OKRs do not cascade”"
_GOLDRATT: Final = "Eliyahu Goldratt, “The Goal”"
_REINERTSEN: Final = "Donald Reinertsen, “The Principles of Product Development Flow”"

EXPLANATIONS: Final[Mapping[str, Explanation]] = {
    "BN1": Explanation(
        "An hour saved anywhere but at the bottleneck only makes the line in front of it longer.", _GOLDRATT
    ),
    "BN2": Explanation(
        "An aim that the past doesn’t reach needs a change. Without an experiment it is a wish.", _MISERY
    ),
    "BN3": Explanation(
        "A baseline that is better or worse than what was measured decides the score before any work is done.",
        "okrflow’s own rule: flow key results start from computed flow",
    ),
    "BN4": Explanation(
        "From a handful of items every figure jumps, and each jump looks like a success or a failure.",
        "Donald Wheeler, “Understanding Variation”",
    ),
    "BN5": Explanation(
        "Load is velocity times flow time. Aims at two of them set the third, whether you want it or not.",
        "John Little’s law",
    ),
    "BN6": Explanation(
        "Where much of the waiting is for one other stream, neither gets faster alone.", _PROJECT
    ),
    "BN7": Explanation(
        "Removing what holds the streams up is what leaders’ OKRs are for. No answer is an answer, too.",
        _MISERY,
    ),
    "CP1": Explanation(
        "More committed than can be finished means everything is late, and nobody chose what should be.",
        _REINERTSEN,
    ),
    "CP2": Explanation(
        "A cycle that begins with everything at once raises flow time and finishes nothing sooner.", _MISERY
    ),
    "CP3": Explanation(
        "Over the limit, each further aim takes its time from another one.",
        "Kanban: stop starting, start finishing",
    ),
    "CP4": Explanation(
        "Over the limit items wait for each other, and the oldest wait the longest.",
        "Kanban’s limits of work in progress",
    ),
    "CP5": Explanation("Defects, risks and debts come unplanned, but they come each time.", _REINERTSEN),
    "MM1": Explanation(
        "Who did not find the key results does not believe in them. Direction comes from above, measures from those who work.",
        _MISERY,
    ),
    "MM2": Explanation(
        "A goal of a person measures the person. Goals are of streams and of customers.", _MISERY
    ),
    "MM3": Explanation(
        "A task is done or not; it says nothing about whether it helped.", f"{_MISERY}; {_WODTKE}"
    ),
    "MM4": Explanation("Who has many goals has none. Three objectives are a lot.", f"{_DOERR}; {_WODTKE}"),
    "MM5": Explanation("A goal that moves under way teaches nothing, whichever way it moves.", _WODTKE),
    "MM6": Explanation(
        "Asking more often than the flow tells anything new is control, not interest.", f"{_MISERY}; {_DOERR}"
    ),
    "BM1": Explanation("Lagging results show when it is too late to steer.", _PROJECT),
    "BM2": Explanation("Money follows what customers get. Nobody can act on it directly.", _MISERY),
    "BM3": Explanation("A stream that measures only results doesn’t see what it can change itself.", _MISERY),
    "BM4": Explanation(
        "What shows twice a cycle can’t be steered by.", "Robert Kaplan and David Norton; " + _DOERR
    ),
    "BM5": Explanation(
        "Leaders own what holds the streams up; without a flow result nobody looks at it.", _MISERY
    ),
    "TP1": Explanation("Telemetry helps a team to work. It is no result that anybody else gets.", _MISERY),
    "TP2": Explanation(
        "Flow metrics lead, business results follow. One without the other is a guess.", _PROJECT
    ),
    "TP3": Explanation(
        "What is counted grows. Without a guard it grows at the cost of what isn’t.",
        "Charles Goodhart’s law; " + _DOERR,
    ),
    "TP4": Explanation("Risk and debt that are left out come back as next cycle’s flow time.", _PROJECT),
    "TP5": Explanation("Counting work tells how busy people were, not what customers got.", _PROJECT),
    "CA1": Explanation("Each level turns a goal into an order for the next one.", _CASTRO),
    "CA2": Explanation(
        "The parent’s key result handed down says what, but not what this stream changes.", _CASTRO
    ),
    "CA3": Explanation(
        "Numbers divided from above were not found by those who can move them.", f"{_MISERY}; {_CASTRO}"
    ),
    "CA4": Explanation(
        "Who waits for a finished parent loses weeks. Drafts shared early save them.", _PLAYBOOK
    ),
    "CA5": Explanation(
        "About half of the objectives should come from the streams, who know what is possible.", _PLAYBOOK
    ),
    "CA6": Explanation("What supports itself supports nothing.", "okrflow’s own rule"),
    "RM1": Explanation(
        "A delivery is something you do. Whether it helped shows afterwards.", f"{_MISERY}; {_DOERR}"
    ),
    "RM2": Explanation(
        "Done or not done tells nothing until the last day, and nothing about the effect.",
        f"{_DOERR}; {_WODTKE}",
    ),
    "RM3": Explanation(
        "If key results follow the plan line by line, throwing a bad plan away means losing the goal.",
        _MISERY,
    ),
    "RM4": Explanation("A date says when. How much better it is then stays open.", _DOERR),
    "RM5": Explanation(
        "An objective says in words what will be different; numbers and deliveries have their own places.",
        _DOERR,
    ),
    "CR1": Explanation(
        "Without a metric, a baseline and a target nobody can tell whether it came true.", _DOERR
    ),
    "CR2": Explanation("One number can be gamed, ten can’t be kept in mind.", _DOERR),
    "CR3": Explanation("A number that nobody updates is one that nobody steers by.", _WODTKE),
    "CR4": Explanation("Green outside and red inside: the talk that would help never takes place.", _WODTKE),
    "CR5": Explanation(
        "An aspirational aim is half sure; a committed one is sure. Everything else is one of the two misnamed.",
        _DOERR,
    ),
    "CR6": Explanation("A number that two claim is counted twice, and owned by nobody.", _CASTRO),
    "CR7": Explanation(
        "A change within the usual one happens without anybody doing anything.",
        "Donald Wheeler, “Understanding Variation”",
    ),
    "CR8": Explanation("A target that can’t be reached can’t be aimed at.", "okrflow’s own rule"),
    "CR9": Explanation("An aim against the metric’s own direction is usually a slip.", "okrflow’s own rule"),
    "PR1": Explanation("Without an order everything is first, and the loudest wins.", _WODTKE),
    "LE1": Explanation("What a cycle taught is half of what it is for.", _WODTKE),
    "LE2": Explanation("An experiment without a verdict is a change that nobody decided on.", _PROJECT),
}
"""By check."""
