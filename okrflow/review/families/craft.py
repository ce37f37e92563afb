"""The craft of key results: measurable, possible, few, heard of, and each number claimed once.

Sources: Doerr, "Measure What Matters"; Google's OKR playbook; Wodtke, "Radical Focus"; Castro on vanity and precision.
"""

from collections.abc import Sequence
from typing import Final

from okrflow.okrs.scoring import Aim
from okrflow.review.checks import Check, Looked, Sentence
from okrflow.review.facts import Count, Facts, amount, joined
from okrflow.review.families.measured import goes_anyway, impossible
from okrflow.review.families.watched import sandbag_or_fantasy, silent, watermelon
from okrflow.review.findings import Found, Severity, Subject
from okrflow.review.snapshot import KeyResult, Metric, Objective, Organisation, Snapshot, Stream


def not_measurable(snapshot: Snapshot, objective: Objective) -> Looked:
    """CR1: nobody could tell whether it came true. Doerr: it's not a key result unless it has a number."""
    for key_result in objective.key_results:
        problem = _problem(key_result)
        if problem:
            wording, facts = problem
            yield Found(
                check="CR1",
                subject=Subject.of_key_result(objective, key_result),
                severity=Severity.BLOCK,
                wording=wording,
                facts=facts,
            )


def _problem(key_result: KeyResult) -> tuple[str, Facts] | None:
    """The wording and facts of what is missing."""
    if key_result.metric is None:
        return "no metric", {}
    if key_result.aim.moves:
        return _moving(key_result, key_result.metric)
    return _staying(key_result) if key_result.aim.stays else None


def _moving(key_result: KeyResult, metric: Metric) -> tuple[str, Facts] | None:
    baseline, target = key_result.baseline, key_result.target
    if baseline is None or target is None:
        known = metric.today is not None
        return (
            ("", {"today": amount(metric, metric.today)})
            if known and metric.today is not None
            else ("no value", {})
        )
    if baseline == target:
        return "equal", {"both": amount(metric, baseline)}
    rises = target > baseline
    if rises != (key_result.aim == Aim.RAISE):
        return ("falls", {}) if key_result.aim == Aim.RAISE else ("rises", {})
    return None


def _staying(key_result: KeyResult) -> tuple[str, Facts] | None:
    lower, upper = key_result.lower, key_result.target
    if (lower is None and key_result.aim != Aim.STAY_BELOW) or (
        upper is None and key_result.aim != Aim.STAY_ABOVE
    ):
        return "no limit", {}
    crossed = (
        key_result.aim == Aim.STAY_BETWEEN and lower is not None and upper is not None and lower >= upper
    )
    return ("crossed", {}) if crossed else None


def how_many(snapshot: Snapshot, objective: Objective) -> Looked:
    """CR2: three to five key results; one business and one flow are enough. Doerr; Kersten."""
    number, limits = len(objective.key_results), snapshot.thresholds
    a_pair = {metric.kind for metric in objective.metrics} == {"business", "flow"}
    severity = None
    if not number or number > limits.most_in_objective:
        severity = Severity.BLOCK
    elif number == 1 or number > limits.many_in_objective:
        severity = Severity.WARN
    elif number == 2 and not a_pair:
        severity = Severity.HINT
    if severity:
        yield Found(
            check="CR2",
            subject=Subject.of_objective(objective),
            severity=severity,
            wording="many" if number > 2 else "",
            facts={"number": Count(number, "key result", "key results")},
        )


def counted_twice(snapshot: Snapshot, organisation: Organisation) -> Looked:
    """CR6: one number claimed by two objectives that have nothing to do with each other. Castro."""
    for pairs in snapshot.with_metric.values():
        claims = [pair for pair in pairs if pair[1].aim.moves]
        rivals = [
            one
            for one in claims
            if any(_are_rivals(snapshot, *one, *other) for other in claims if other is not one)
        ]
        if rivals and rivals[0][1].metric:
            metric = rivals[0][1].metric
            names = sorted({snapshot.owner_name(objective) for objective, _ in rivals})
            if len(names) == 1:
                names = sorted(f"“{objective.title}”" for objective, _ in rivals)
            yield Found(
                check="CR6",
                subject=Subject.of_metric(metric),
                severity=Severity.WARN,
                concerns=tuple(each.uuid for pair in rivals for each in pair),
                facts={"metric": metric.name, "owners": joined(names)},
            )


def _are_rivals(
    snapshot: Snapshot, one: Objective, own: KeyResult, other: Objective, theirs: KeyResult
) -> bool:
    """Whether both are raised or lowered at a time, and neither contributes to or supports the other."""
    if one.uuid == other.uuid or one.supports == other.uuid or other.supports == one.uuid:
        return False
    contributes = own.uuid in snapshot.contributing_to.get(theirs.uuid, ()) or theirs.uuid in (
        snapshot.contributing_to.get(own.uuid, ())
    )
    return not contributes and snapshot.cycle_of(one).overlaps(snapshot.cycle_of(other))


def wrong_way(snapshot: Snapshot, objective: Objective) -> Looked:
    """CR9: an aim against what the metric calls better."""
    for key_result in objective.key_results:
        metric = key_result.metric
        if metric is None or (key_result.aim, metric.better) not in _WRONG_WAYS:
            continue
        yield Found(
            check="CR9",
            subject=Subject.of_key_result(objective, key_result),
            severity=Severity.WARN,
            wording="" if key_result.aim == Aim.RAISE else "falling",
            facts={"metric": metric.name},
        )


_WRONG_WAYS: Final = frozenset({(Aim.RAISE, "down"), (Aim.LOWER, "up")})


def everything_first(snapshot: Snapshot, stream: Stream) -> Looked:
    """PR1: objectives without rank. Wodtke: what comes first is decided before, not in the rush."""
    yield from _unranked(snapshot, stream, Subject.of_stream(stream))


def everything_first_above(snapshot: Snapshot, organisation: Organisation) -> Looked:
    """PR1 for the organisation's own objectives."""
    yield from _unranked(snapshot, None, Subject.of_organisation(organisation))


def _unranked(snapshot: Snapshot, stream: Stream | None, subject: Subject) -> Looked:
    own = snapshot.counted_of.get(stream.uuid if stream else None, ())
    unranked = [each for each in own if each.is_published and each.rank is None]
    if len(unranked) >= snapshot.thresholds.unranked:
        yield Found(
            check="PR1",
            subject=subject,
            severity=Severity.HINT,
            concerns=tuple(each.uuid for each in unranked),
        )


_FEW: Final = "{number}; 3 to 5 show whether the objective came true."
_CR1_GOAL: Final = "From what to what?"
_PR1: Final = Sentence("Which comes first?", "Drag them into their order, or move them with the buttons.")

OBJECTIVE: Final[Sequence[Check[Objective]]] = (
    Check(
        id="CR1",
        finds="can't be measured",
        look=not_measurable,
        sentence=Sentence(_CR1_GOAL, "Give today's value and the target; today it is {today}."),
        variants={
            "no value": Sentence(_CR1_GOAL, "Give today's value and the target."),
            "no metric": Sentence(
                "Nothing measures this.", "Pick a metric, or make it “establish the baseline”."
            ),
            "equal": Sentence("Baseline and target are both {both}.", "Change one, or use “stay below”."),
            "falls": Sentence(
                "It is to rise, and the target lies below the baseline.", "Change one, or use “lower it”."
            ),
            "rises": Sentence(
                "It is to fall, and the target lies above the baseline.", "Change one, or use “raise it”."
            ),
            "no limit": Sentence("Within which limit?", "Give the limit."),
            "crossed": Sentence(
                "The lower limit is not below the upper one.", "Give the lower limit first, then the upper."
            ),
        },
    ),
    Check(
        id="CR2",
        finds="how many",
        look=how_many,
        sentence=Sentence(_FEW, "Add what else would show it, best one of business and one of flow."),
        variants={"many": Sentence(_FEW, "Which would you drop?")},
    ),
    Check(
        id="CR3",
        finds="silent",
        look=silent,
        sentence=Sentence("Last heard {silence} ago.", "Add a value."),
        variants={
            "never": Sentence("No value for {silence}.", "Add a value."),
            "stream": Sentence(
                "{stream} has sent nothing for {silence}.", "See whether its connection still works."
            ),
            "refresh": Sentence("{stream}'s figures could not be worked out.", "Refresh the stream."),
        },
        as_typed=False,
    ),
    Check(
        id="CR4",
        finds="watermelon",
        look=watermelon,
        sentence=Sentence(
            "You say {confidence}; history says {chance}.", "What do you know that the figures don't?"
        ),
        variants={
            "unmoved": Sentence(
                "You say {confidence}; it has not moved for {unmoved}.",
                "What do you know that the figures don't?",
            )
        },
        as_typed=False,
    ),
    Check(
        id="CR5",
        finds="sandbag or fantasy",
        look=sandbag_or_fantasy,
        sentence=Sentence(
            "Mean confidence {mean} in week {week}.", "Aim where you are half sure, or mark it committed."
        ),
        variants={
            "committed": Sentence(
                "Committed, but you say {confidence}.",
                "Mark it aspirational, or say what would make it sure.",
            )
        },
        as_typed=False,
    ),
    Check(
        id="CR7",
        finds="it happens anyway",
        look=goes_anyway,
        sentence=Sentence(
            "It moves by ±{own} on its own; you aim at {aimed}.", "Aim further, or make it a stay-aim."
        ),
    ),
    Check(
        id="CR8",
        finds="impossible",
        look=impossible,
        sentence=Sentence("{name} can't pass {limit}.", "Give a target that can be reached."),
        variants={
            "under": Sentence("{name} can't be under {limit}.", "Give a target that can be reached."),
            "over": Sentence("{cycle} is over.", "Choose a cycle that runs or is to come."),
        },
    ),
    Check(
        id="CR9",
        finds="wrong way",
        look=wrong_way,
        sentence=Sentence("Rising {metric} is worse.", "Lower it, or say in the metric which way is better."),
        variants={
            "falling": Sentence(
                "Falling {metric} is worse.", "Raise it, or say in the metric which way is better."
            )
        },
    ),
)
STREAM: Final[Sequence[Check[Stream]]] = (
    Check(id="PR1", finds="everything first", look=everything_first, sentence=_PR1),
)
ORGANISATION: Final[Sequence[Check[Organisation]]] = (
    Check(
        id="CR6",
        finds="counted twice",
        look=counted_twice,
        sentence=Sentence("{metric} is claimed by {owners}.", "Let one own it, the other contribute."),
    ),
    Check(id="PR1", finds="everything first", look=everything_first_above, sentence=_PR1),
)
