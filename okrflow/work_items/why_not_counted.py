"""Why an item is not counted where one would look for it; the rules are those of "How we count"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from okrflow.value_streams.models import FlowState, Stage
from okrflow.work_items.models import IN_PROGRESS, Event, ItemFacts, WorkItem

FIGURES: Final = {
    "velocity": "velocity",
    "flow_time": "flow time",
    "efficiency": "flow efficiency",
    "load": "load",
    "arrivals": "arrivals",
}
OF_FINISHED: Final = ("velocity", "flow_time", "efficiency")


@dataclass(frozen=True, kw_only=True)
class NotCounted:
    """Figures that leave the item out, or count it otherwise than expected, and why; `at`: since or from when on."""

    code: str
    figures: tuple[str, ...]
    text: str
    at: datetime | None = None

    @property
    def names(self) -> str:
        """The figures for people: "Velocity, flow time"."""
        return ", ".join(FIGURES[figure] for figure in self.figures).capitalize()


def reasons_of(item: WorkItem, *, now: datetime) -> list[NotCounted]:
    """Of a stored item. Two queries beside its facts."""
    mapped = Stage.objects.filter(value_stream=OuterRef("value_stream"), status=OuterRef("status"))
    unmapped = item.intervals.filter(~Exists(mapped)).order_by("status__name", "value_stream__name")
    following = Event.objects.filter(organisation=item.organisation_id, work_item=item, at__gt=now)
    return why_not_counted(
        getattr(item, "facts", None),
        unmapped=list(unmapped.values_list("status__name", "value_stream__name").distinct()),
        next_event_at=following.order_by("at").values_list("at", flat=True).first(),
    )


def why_not_counted(
    facts: ItemFacts | None,
    *,
    unmapped: Sequence[tuple[str, str]] = (),
    next_event_at: datetime | None = None,
) -> list[NotCounted]:
    """Each figure that does not count an item as one would expect; empty if all do.

    `unmapped` are the statuses of its history without a flow state, each with the name of the stream.
    """
    found = [each for rule in _RULES if (each := rule(facts))] if facts else [_UNKNOWN]
    found += [_unmapped(status, stream) for status, stream in unmapped]
    if next_event_at is not None:
        found.append(
            NotCounted(
                code="future_event",
                figures=tuple(FIGURES),
                text="An event lies in the future. It counts when its instant has come.",
                at=next_event_at,
            )
        )
    return found


_UNKNOWN: Final = NotCounted(
    code="no_event_yet",
    figures=tuple(FIGURES),
    text="Nothing has happened to it yet, or its first event is only just being counted.",
)


def _unmapped(status: str, stream: str) -> NotCounted:
    return NotCounted(
        code="unmapped_status",
        figures=("efficiency", "load"),
        text=f"“{status}” has no flow state in {stream}, so it counts as waiting there.",
    )


def _outside(facts: ItemFacts) -> NotCounted | None:
    if facts.value_stream_id is not None or facts.finished_at is not None:
        return None
    return NotCounted(
        code="outside",
        figures=("load", *OF_FINISHED),
        text="No value stream holds it, and it was not finished before it left.",
        at=facts.since_at,
    )


def _not_started(facts: ItemFacts) -> NotCounted | None:
    if facts.state != FlowState.NEW or facts.started_at is not None:
        return None
    return NotCounted(
        code="not_started",
        figures=("load", "arrivals", *OF_FINISHED),
        text="It has not started: it has only been in a new status.",
    )


def _back_to_new(facts: ItemFacts) -> NotCounted | None:
    if facts.state != FlowState.NEW or facts.started_at is None:
        return None
    return NotCounted(
        code="back_to_new",
        figures=("load",),
        text="It has gone back to a new status, and is in no load while it stays there.",
        at=facts.since_at,
    )


def _not_finished(facts: ItemFacts) -> NotCounted | None:
    in_progress = facts.state in IN_PROGRESS
    back = facts.state == FlowState.NEW and facts.started_at is not None
    if facts.reopened or not (in_progress or back):
        return None
    return NotCounted(
        code="in_progress" if in_progress else "not_finished",
        figures=OF_FINISHED,
        text="It is in progress: it counts in load now, and here once it is finished."
        if in_progress
        else "It has started and is not finished.",
    )


def _reopened(facts: ItemFacts) -> NotCounted | None:
    if not facts.reopened or facts.state not in (FlowState.NEW, *IN_PROGRESS):
        return None
    return NotCounted(
        code="reopened",
        figures=OF_FINISHED,
        text="It was finished and has been reopened, so it has left them until it is finished again.",
        at=facts.reopened_at,
    )


def _cancelled(facts: ItemFacts) -> NotCounted | None:
    if facts.cancelled_at is None:
        return None
    return NotCounted(
        code="cancelled",
        figures=("load", *OF_FINISHED),
        text="It was cancelled. It counts among the cancelled items only.",
        at=facts.cancelled_at,
    )


def _never_in_progress(facts: ItemFacts) -> NotCounted | None:
    if not facts.never_in_progress:
        return None
    return NotCounted(
        code="never_in_progress",
        figures=("flow_time", "efficiency", "load", "arrivals"),
        text="It was finished without ever being in progress: it counts in velocity with a flow time of 0, "
        "was never in load and did not arrive, and its efficiency can’t be measured.",
    )


def _never_active(facts: ItemFacts) -> NotCounted | None:
    if facts.finished_at is None or facts.measurable or facts.never_in_progress:
        return None
    return NotCounted(
        code="never_active",
        figures=("efficiency",),
        text="It was never in an active status, so its efficiency can’t be measured.",
    )


def _finished_elsewhere(facts: ItemFacts) -> NotCounted | None:
    if facts.finished_stream_id is None:
        return None
    others = {
        str(stream)
        for stream in (facts.started_stream, facts.value_stream)
        if stream is not None and stream.pk != facts.finished_stream_id
    }
    if not others:
        return None
    return NotCounted(
        code="finished_elsewhere",
        figures=OF_FINISHED,
        text=f"It was finished in {facts.finished_stream}: that counts there, not in {' or '.join(sorted(others))}.",
        at=facts.finished_at,
    )


_RULES: Final[Sequence[Callable[[ItemFacts], NotCounted | None]]] = (
    _outside,
    _not_started,
    _back_to_new,
    _not_finished,
    _reopened,
    _cancelled,
    _never_in_progress,
    _never_active,
    _finished_elsewhere,
)
