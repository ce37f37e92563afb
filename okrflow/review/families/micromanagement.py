"""Key results set from above, OKRs of persons, tasks, too much at once: what turns OKRs into orders.

Sources: Mik Kersten, "From Micromanagement Misery to Finding Flow"; John Doerr, "Measure What Matters" (key results are
the team's own, three to five of them); Christina Wodtke, "Radical Focus" (one objective, and no moving of goalposts).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from okrflow.review.checks import Check, Looked, Sentence
from okrflow.review.facts import Count, amount, joined
from okrflow.review.findings import Found, Severity, Subject
from okrflow.review.snapshot import KeyResult, Objective, Snapshot, Stream
from okrflow.review.words.ceilings import CEILINGS
from okrflow.review.words.persons import person_named

RHYTHM_DAYS: Final = 21
RHYTHM_WEEKS: Final = 3


def set_from_above(snapshot: Snapshot, objective: Objective) -> Looked:
    """MM1: key results that came from above and were not thought over. Kersten; ownership rules 7 and 8."""
    if objective.stream is None:
        return
    yield from _never_accepted(objective)
    proposal, limits = snapshot.proposal_of.get(objective.uuid), snapshot.thresholds
    if proposal is None or not proposal.key_results or proposal.accepted_at is None:
        return
    unchanged = sum(each.accepted_unchanged for each in proposal.key_results)
    soon = proposal.accepted_at - proposal.proposed_at <= timedelta(days=limits.taken_over_days)
    if soon and unchanged / len(proposal.key_results) > limits.taken_over_share:
        yield Found(
            check="MM1",
            subject=Subject.of_objective(objective),
            severity=Severity.WARN,
            discriminator="taken over",
            facts={"some": unchanged, "all": len(proposal.key_results), "who": proposal.proposed_by},
        )


def _never_accepted(objective: Objective) -> Looked:
    foreign = [
        each for each in objective.key_results if not each.written_by_member and not each.accepted_by_member
    ]
    if foreign:
        writers = sorted({each.written_by or "an import" for each in foreign})
        yield Found(
            check="MM1",
            subject=Subject.of_objective(objective),
            severity=Severity.BLOCK,
            discriminator="never accepted",
            wording="never accepted",
            concerns=tuple(each.uuid for each in foreign),
            facts={"some": len(foreign), "all": len(objective.key_results), "who": joined(writers)},
        )


def of_a_person(snapshot: Snapshot, objective: Objective) -> Looked:
    """MM2: a text that names a member. Kersten: OKRs are of streams; who keeps them up to date stands elsewhere."""
    texts = [(objective.title, Subject.of_objective(objective))]
    texts += [(each.title, Subject.of_key_result(objective, each)) for each in objective.key_results]
    for text, subject in texts:
        named = person_named(text, snapshot.organisation.roster)
        if named:
            yield Found(
                check="MM2", subject=subject, severity=Severity(CEILINGS["MM2"]), facts={"who": named.quote}
            )


def task_as_key_result(snapshot: Snapshot, objective: Objective) -> Looked:
    """MM3: a key result that is a work item. Kersten; Wodtke: a key result is no task."""
    stream = snapshot.stream_of(objective)
    if stream is None:
        return
    tasks = snapshot.tasks_of(stream)
    for key_result in objective.key_results:
        alike = tasks.titles.like(key_result.title, least=snapshot.thresholds.task_similarity)
        task = tasks.names[alike[0].index] if alike else _only_bet(stream, key_result)
        if task:
            yield Found(
                check="MM3",
                subject=Subject.of_key_result(objective, key_result),
                severity=Severity.WARN,
                facts={"task": task},
            )


def _only_bet(stream: Stream, key_result: KeyResult) -> str | None:
    bets = [entry for entry in stream.plan if key_result.uuid in entry.bets]
    if key_result.metric is None or not key_result.metric.counts_deliveries:
        return None
    return f"“{bets[0].title}”" if len(bets) == 1 and bets[0].items == 1 else None


def too_much_at_once(snapshot: Snapshot, stream: Stream) -> Looked:
    """MM4: more objectives or key results than a stream can keep in mind. Doerr: three to five; Wodtke: one."""
    limits = snapshot.thresholds
    running = [
        each
        for each in snapshot.counted_of.get(stream.uuid, ())
        if each.is_published and snapshot.cycle_of(each).runs_on(snapshot.today)
    ]
    key_results = sum(len(each.key_results) for each in running)
    times = max(len(running) / limits.most_objectives, key_results / limits.most_key_results)
    if times > 1:
        yield Found(
            check="MM4",
            subject=Subject.of_stream(stream),
            severity=Severity.BLOCK if times >= 2 else Severity.WARN,
            concerns=tuple(each.uuid for each in running),
            facts={
                "stream": stream.name,
                "objectives": Count(len(running), "objective", "objectives"),
                "key_results": Count(key_results, "key result", "key results"),
            },
        )


def moving_goalposts(snapshot: Snapshot, objective: Objective) -> Looked:
    """MM5: a baseline or target that changed under way. Wodtke: don't change a key result in mid-cycle."""
    cycle, limits = snapshot.cycle_of(objective), snapshot.thresholds
    free_until = cycle.starts_on + timedelta(days=limits.goalposts_share * cycle.days)
    for key_result in objective.key_results:
        late = [each for each in key_result.changes if each.changed_on > free_until]
        above = [each for each in key_result.changes if each.from_above]
        moved = late or (above if len(above) >= limits.goalposts_from_above else [])
        if moved and key_result.metric:
            last = max(moved, key=lambda change: change.changed_on)
            yield Found(
                check="MM5",
                subject=Subject.of_key_result(objective, key_result),
                severity=Severity.HINT if all(each.noted for each in moved) else Severity.WARN,
                facts={
                    "before": amount(key_result.metric, last.before),
                    "after": amount(key_result.metric, last.after),
                    "date": last.changed_on,
                },
            )


def control_rhythm(snapshot: Snapshot, objective: Objective) -> Looked:
    """MM6: check-ins demanded faster than the flow tells anything new. Kersten; Doerr: weekly is enough."""
    since = snapshot.today - timedelta(days=RHYTHM_DAYS)
    for key_result in objective.key_results:
        demanded = sum(each.demanded and each.given_on > since for each in key_result.check_ins)
        rhythm = key_result.demanded_every_days
        too_often = demanded > snapshot.thresholds.check_ins_a_week * RHYTHM_WEEKS
        if too_often or (rhythm is not None and rhythm < 7):
            yield Found(
                check="MM6",
                subject=Subject.of_key_result(objective, key_result),
                severity=Severity.HINT,
                wording="" if too_often else "demanded",
                facts={
                    "checked": Count(demanded, "time", "times"),
                    "weeks": RHYTHM_WEEKS,
                    "rhythm": rhythm or 7,
                },
            )


OBJECTIVE: Final[Sequence[Check[Objective]]] = (
    Check(
        id="MM1",
        finds="key results set from above",
        look=set_from_above,
        sentence=Sentence(
            "{some} of {all} key results came from {who} and were taken over unchanged.",
            "Propose the objective; let the stream find its key results. Accepting with your own numbers closes this.",
        ),
        variants={
            "never accepted": Sentence(
                "{some} of {all} key results came from {who}, and no member has accepted them.",
                "Propose the objective; let the stream find its key results. Accepting with your own numbers closes this.",
            )
        },
    ),
    Check(
        id="MM2",
        finds="OKRs of a person",
        look=of_a_person,
        sentence=Sentence(
            "“{who}” is a person.",
            "Say what changes for customers or in the stream; who looks after it goes in “kept up to date by”.",
        ),
    ),
    Check(
        id="MM3",
        finds="a task as key result",
        look=task_as_key_result,
        sentence=Sentence(
            "This reads like {task}.",
            "What is different for whom once it is done? Measure that, and keep the item on the plan.",
        ),
    ),
    Check(
        id="MM5",
        finds="moving the goalposts",
        look=moving_goalposts,
        sentence=Sentence(
            "The target went from {before} to {after} on {date}.",
            "Keep the old one visible and say what you learnt.",
        ),
    ),
    Check(
        id="MM6",
        finds="control rhythm",
        look=control_rhythm,
        sentence=Sentence(
            "Checked {checked} in {weeks} weeks.", "Flow figures update by themselves; meet weekly."
        ),
        variants={
            "demanded": Sentence(
                "A check-in is demanded every {rhythm} days.",
                "Flow figures update by themselves; meet weekly.",
            )
        },
    ),
)
STREAM: Final[Sequence[Check[Stream]]] = (
    Check(
        id="MM4",
        finds="too much at once",
        look=too_much_at_once,
        sentence=Sentence("{stream} has {objectives} and {key_results}.", "Which would you drop?"),
    ),
)
