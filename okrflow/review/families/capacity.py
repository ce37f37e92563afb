"""More started, promised and pushed in than a stream can finish.

Sources: Kersten, "From Micromanagement Misery to Finding Flow" (flow load); Donald Reinertsen, "The Principles of
Product Development Flow" (utilisation, and room for the unplanned); Kanban's limits of work in progress.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from math import floor
from statistics import fmean
from typing import Final

from okrflow.flow import Kind
from okrflow.review import history
from okrflow.review.checks import Check, Looked, Sentence
from okrflow.review.facts import Amount, Count, items, percent
from okrflow.review.families.team import share_of
from okrflow.review.findings import Found, Severity, Silenced, Subject
from okrflow.review.snapshot import Cycle, Objective, PlanEntry, Reach, Snapshot, Stream

NOT_PLANNED: Final = (Kind.DEFECT, Kind.RISK, Kind.DEBT)
LAST_DAYS: Final = 7
DAYS_BEFORE: Final = 28


def more_than_fits(snapshot: Snapshot, stream: Stream) -> Looked:
    """CP1: more committed than is likely to be finished by the cycle's end. Reinertsen; forecasts by throughput."""
    cycle = snapshot.current
    committed = _committed(stream, cycle) if cycle else []
    if cycle is None or not committed:
        return
    reach, why = _reach(snapshot, stream, cycle)
    if reach is None:
        yield Silenced("CP1", Subject.of_stream(stream), why)
        return
    demanded = stream.in_progress + sum(_waiting(entry) for entry in committed)
    if demanded > reach.likely:
        yield Found(
            check="CP1",
            subject=Subject.of_stream(stream),
            severity=Severity.BLOCK if demanded > reach.at_best else Severity.WARN,
            discriminator=str(cycle.uuid),
            concerns=tuple(entry.uuid for entry in committed),
            facts={"demanded": items(demanded), "likely": reach.likely},
        )


def _committed(stream: Stream, cycle: Cycle) -> list[PlanEntry]:
    return [entry for entry in stream.plan if entry.is_committed_within(cycle.starts_on, cycle.ends_on)]


def _waiting(entry: PlanEntry) -> int:
    return entry.waiting_items if entry.items else 1


def _reach(snapshot: Snapshot, stream: Stream, cycle: Cycle) -> tuple[Reach | None, str]:
    """How far the stream comes by the cycle's end, or why that can't be told."""
    if not history.is_enough(snapshot, stream):
        return None, history.why_not(snapshot, stream)
    return stream.reach.get(cycle.uuid), "There is no forecast to the cycle's end."


def pushed_in(snapshot: Snapshot, stream: Stream) -> Looked:
    """CP2: the cycle's start filled the stream. Kersten: load up, flow time up, nothing sooner."""
    cycle, limits = snapshot.current, snapshot.thresholds
    day = (snapshot.today - cycle.starts_on).days if cycle else -1
    if cycle is None or not limits.pushed_in_from <= day <= limits.pushed_in_to:
        return
    before = stream.loads.between(cycle.starts_on - timedelta(days=DAYS_BEFORE), cycle.starts_on)
    now = stream.loads.last(LAST_DAYS)
    if len(before) < DAYS_BEFORE or len(now) < LAST_DAYS:
        yield Silenced(
            "CP2", Subject.of_stream(stream), "The load of the weeks before the cycle is not known."
        )
        return
    was, is_now = fmean(before), fmean(now)
    if is_now > limits.pushed_in_factor * was and is_now - was >= limits.pushed_in_items:
        yield Found(
            check="CP2",
            subject=Subject.of_stream(stream),
            severity=Severity.WARN,
            discriminator=str(cycle.uuid),
            facts={"before": _whole(was), "now": _whole(is_now)},
        )


def _whole(value: float) -> Amount:
    return Amount(value=value, digits=0)


def nothing_stopped(snapshot: Snapshot, objective: Objective) -> Looked:
    """CP3: a further aim over the load limit, and nothing stops. Kanban: stop starting, start finishing."""
    stream, published_on = snapshot.stream_of(objective), objective.published_on
    if stream is None or stream.limit is None or published_on is None:
        return
    load = stream.loads.on(published_on)
    if load is None or load <= stream.limit or _something_stopped(snapshot, stream, published_on):
        return
    yield Found(
        check="CP3",
        subject=Subject.of_objective(objective),
        severity=Severity.WARN,
        facts={"load": load, "limit": stream.limit},
    )


def _something_stopped(snapshot: Snapshot, stream: Stream, around: date) -> bool:
    """Whether an objective was closed or an item stopped in the days around one."""
    half = snapshot.thresholds.stopping_days / 2
    closed = [each.closed_on for each in snapshot.closed_of.get(stream.uuid, ()) if each.closed_on]
    return any(abs((day - around).days) <= half for day in (*closed, *stream.stopped_on))


def over_the_limit(snapshot: Snapshot, stream: Stream) -> Looked:
    """CP4: over the load limit for days on end; said until it was within it for as many. Kanban."""
    if stream.limit is None or not _is_over(stream, stream.limit, int(snapshot.thresholds.over_limit_days)):
        return
    oldest = stream.oldest_days
    yield Found(
        check="CP4",
        subject=Subject.of_stream(stream),
        severity=Severity.WARN,
        wording="" if oldest is not None else "no age",
        facts={
            "load": stream.in_progress,
            "limit": stream.limit,
            "oldest": Count(round(oldest or 0), "day", "days"),
        },
    )


def _is_over(stream: Stream, limit: int, patience: int) -> bool:
    """The state after all days: it changes only when as many days in a row speak for it."""
    is_over, run = False, 0
    for load in stream.loads.loads:
        run = run + 1 if (load > limit) != is_over else 0
        if run >= patience:
            is_over, run = not is_over, 0
    return is_over


def no_room(snapshot: Snapshot, stream: Stream) -> Looked:
    """CP5: features planned as if nothing unplanned came. Reinertsen: full utilisation means queues."""
    cycle = snapshot.current
    features = sum(entry.open_features for entry in _committed(stream, cycle)) if cycle else 0
    if cycle is None or not features:
        return
    reach, why = _reach(snapshot, stream, cycle)
    finished = {
        kind: stream.finished.recent.get(kind, 0) + stream.finished.earlier.get(kind, 0) for kind in Kind
    }
    unplanned = share_of(finished, NOT_PLANNED)
    if reach is None or not reach.likely or unplanned is None:
        yield Silenced("CP5", Subject.of_stream(stream), why)
    elif features / reach.likely + unplanned > snapshot.thresholds.full_share:
        yield Found(
            check="CP5",
            subject=Subject.of_stream(stream),
            severity=Severity.WARN,
            discriminator=str(cycle.uuid),
            facts={
                "unplanned": percent(unplanned),
                "room": Count(floor(reach.likely * (1 - unplanned)), "feature", "features"),
            },
        )


OBJECTIVE: Final[Sequence[Check[Objective]]] = (
    Check(
        id="CP3",
        finds="nothing stopped",
        look=nothing_stopped,
        sentence=Sentence("New aim, load {load} of {limit}, nothing stopped.", "What stops?"),
    ),
)
STREAM: Final[Sequence[Check[Stream]]] = (
    Check(
        id="CP1",
        finds="more than fits",
        look=more_than_fits,
        sentence=Sentence("{demanded}, {likely} likely.", "What waits for the next period?"),
    ),
    Check(
        id="CP2",
        finds="work pushed in",
        look=pushed_in,
        sentence=Sentence(
            "Load went from {before} to {now} since the cycle began.", "Park what is not started."
        ),
    ),
    Check(
        id="CP4",
        finds="over the limit",
        look=over_the_limit,
        sentence=Sentence("{load} in progress, limit {limit}, oldest {oldest}.", "Finish before you start."),
        variants={"no age": Sentence("{load} in progress, limit {limit}.", "Finish before you start.")},
    ),
    Check(
        id="CP5",
        finds="no room for the unplanned",
        look=no_room,
        sentence=Sentence("{unplanned} of what you finish is unplanned.", "Plan at most {room}."),
    ),
)
