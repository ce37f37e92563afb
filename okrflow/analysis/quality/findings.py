"""What the checks find and how much it moves the figures, in words and numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, Sum, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, Greatest, Least

from okrflow.analysis.quality import items
from okrflow.analysis.quality.checks import WORDS, Check, Words
from okrflow.analysis.quality.idle import FEWEST_VISITS
from okrflow.analysis.quality.items import Asked
from okrflow.flow import PeriodFigures
from okrflow.value_streams.models import Status, ValueStream
from okrflow.web.numbers import format_number
from okrflow.web.templatetags.figures import days, local_day, percent, unit
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import Window
from okrflow.work_items.models import IN_PROGRESS, Interval

DAY: Final = timedelta(days=1)
ITEMS: Final = "item,items"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """How many items a check finds, and what they do to the figures.

    `share` is the share of `share_of` that is concerned, `item_days` the time of items; None where the check has no
    such figure. `notes` say how it was counted.
    """

    check: Check
    items: int
    effect: str
    share: float | None = None
    share_of: str | None = None
    item_days: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> Words:
        return WORDS[self.check]


def findings(value_stream: ValueStream, window: Window, *, now: datetime) -> list[Finding]:
    """All checks of a stream in their order, also those that find nothing. About 20 queries."""
    asked = Asked.of(value_stream, window, now=now)
    figures = flow.figures([value_stream.pk], window, now=now)
    return [_FINDINGS[check](asked, figures) for check in Check]


def finding(check: Check, value_stream: ValueStream, window: Window, *, now: datetime) -> Finding:
    """One check of a stream."""
    figures = flow.figures([value_stream.pk], window, now=now)
    return _FINDINGS[check](Asked.of(value_stream, window, now=now), figures)


def _unmapped(asked: Asked, figures: PeriodFigures) -> Finding:
    ever = items.ever_unmapped(asked) if asked.unmapped else Interval.objects.none()
    within = asked.stays.filter(status__in=[each.status for each in asked.unmapped])
    spent = _days(within.aggregate(spent=Sum(_lasted(asked)))["spent"])
    share = _share_of_time(spent, asked, figures)
    return Finding(
        check=Check.UNMAPPED_STATUS,
        items=ever.aggregate(items=Count("work_item", distinct=True))["items"],
        effect=f"In this period {_time(spent, share)} count as waiting, whatever was done.",
        share=share,
        share_of="time_in_stages",
        item_days=spent,
        notes=tuple(f"“{each.status.name}”: {unit(each.items, ITEMS)}" for each in asked.unmapped),
    )


def _never_in_progress(asked: Asked, figures: PeriodFigures) -> Finding:
    found = items.never_in_progress(asked).count()
    share = _share(found, figures.velocity)
    return Finding(
        check=Check.NEVER_IN_PROGRESS,
        items=found,
        effect=f"They are {percent(share)} of velocity. Each counts with a flow time of 0, so flow time looks shorter "
        "than it is; they were in no load, and their efficiency can’t be measured.",
        share=share,
        share_of="velocity",
    )


def _never_active(asked: Asked, figures: PeriodFigures) -> Finding:
    found = items.never_active(asked).count()
    share = _share(found, figures.velocity)
    measured = figures.efficiency.measured or 0
    return Finding(
        check=Check.NEVER_ACTIVE,
        items=found,
        effect=f"They are {percent(share)} of velocity and left out of the efficiency, which is that of the "
        f"{unit(measured, ITEMS)} that can be measured.",
        share=share,
        share_of="velocity",
    )


def _future(asked: Asked, _: PeriodFigures) -> Finding:
    found = items.due_later(asked).aggregate(items=Count("work_item", distinct=True), first=Min("due_at"))
    return Finding(
        check=Check.FUTURE_EVENT,
        items=found["items"],
        effect=f"The events count from their own instant on and not before. The next one is of "
        f"{local_day(found['first'])}.",
    )


def _idle(asked: Asked, _: PeriodFigures) -> Finding:
    found = items.idle(asked).aggregate(
        items=Count("pk"), spent=Sum(ExpressionWrapper(Value(asked.now) - F("since_at"), DurationField()))
    )
    share = _share(found["items"], asked.in_progress.count())
    spent = _days(found["spent"])
    return Finding(
        check=Check.IDLE,
        items=found["items"],
        effect=f"They are {percent(share)} of the load now, and have been in their stages for "
        f"{format_number(spent, 1)} item-days together. Finished one day, they will lengthen flow time.",
        share=share,
        share_of="load",
        item_days=spent,
        notes=_usual_stays(asked),
    )


def _usual_stays(asked: Asked) -> tuple[str, ...]:
    """From how long on a stay is unusual, stage by stage."""
    limits = asked.limits
    if limits.of_others is None:
        return (f"Too little data: fewer than {FEWEST_VISITS} visits ended in the last 180 days",)
    stages = [each.status for each in flow.stages_in_order(asked.value_stream) if each.state in IN_PROGRESS]
    names = dict(Status.objects.filter(pk__in=stages).values_list("pk", "name"))
    own = [f"“{names[each]}” {days(limits.of_stages[each])}" for each in stages if each in limits.of_stages]
    others = [f"“{names[each]}”" for each in stages if each not in limits.of_stages]
    notes = [f"95 % of the visits took at most: {', '.join(own)}"] if own else []
    if others:
        notes.append(
            f"Fewer than {FEWEST_VISITS} visits to {', '.join(others)} ended, so all stages together count there: "
            f"{days(limits.of_others)}"
        )
    return tuple(notes)


def _backwards(asked: Asked, figures: PeriodFigures) -> Finding:
    found = items.moved_back(asked).aggregate(
        items=Count("work_item", distinct=True), moves=Count("work_item"), spent=Sum(_lasted(asked))
    )
    spent = _days(found["spent"])
    share = _share_of_time(spent, asked, figures)
    return Finding(
        check=Check.BACKWARDS,
        items=found["items"],
        effect=f"They moved back {unit(found['moves'], 'time,times')}. The stays that began so took {_time(spent, share)}.",
        share=share,
        share_of="time_in_stages",
        item_days=spent,
    )


def _parent_and_child(asked: Asked, figures: PeriodFigures) -> Finding:
    """No item is both finished and in progress, so the two numbers add up."""
    finished = items.finished_with_a_part(asked).count()
    in_progress = items.in_progress_with_a_part(asked).count()
    share = _share(finished, figures.velocity)
    return Finding(
        check=Check.PARENT_AND_CHILD,
        items=finished + in_progress,
        effect=f"Without these parents velocity would be lower by {unit(finished, ITEMS)} ({percent(share)}), "
        f"and the load now by {unit(in_progress, ITEMS)}.",
        share=share,
        share_of="velocity",
    )


_FINDINGS: Final[dict[Check, Callable[[Asked, PeriodFigures], Finding]]] = {
    Check.UNMAPPED_STATUS: _unmapped,
    Check.NEVER_IN_PROGRESS: _never_in_progress,
    Check.NEVER_ACTIVE: _never_active,
    Check.FUTURE_EVENT: _future,
    Check.IDLE: _idle,
    Check.BACKWARDS: _backwards,
    Check.PARENT_AND_CHILD: _parent_and_child,
}


def _share(part: float, whole: float | None) -> float | None:
    return part / whole if whole else None


def _lasted(asked: Asked) -> "ExpressionWrapper[CombinedExpression]":
    """How much of a stay lies within the period."""
    until = Least(Coalesce("ended_at", Value(asked.edge)), Value(asked.edge))
    return ExpressionWrapper(until - Greatest("began_at", Value(asked.start)), DurationField())


def _days(spent: timedelta | None) -> float:
    return (spent or timedelta(0)) / DAY


def _share_of_time(spent: float, asked: Asked, figures: PeriodFigures) -> float | None:
    """Of the time that items spent in all stages in the period: mean load x days."""
    return _share(spent, (figures.load.mean or 0) * ((asked.edge - asked.start) / DAY))


def _time(spent: float, share: float | None) -> str:
    """ "41.2 item-days, 2 % of the time in stages,"."""
    return f"{format_number(spent, 1)} item-days ({percent(share)} of the time in stages)"
