"""Plans, what a stream is likely to reach, and the open items whose titles are like those of key results."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from okrflow.flow import Kind
from okrflow.plans import models
from okrflow.plans.models import Bet, PlanEntryState
from okrflow.review.reading.moment import Moment
from okrflow.review.snapshot import Cycle, Objective, OpenItem, PlanEntry, Reach
from okrflow.review.words.similarity import Titles
from okrflow.value_streams.models import FlowState, ValueStream
from okrflow.work_items.figures.forecasts import MOST_DAYS, throughput
from okrflow.work_items.models import ItemFacts

AT_HAND: Final = (FlowState.NEW, FlowState.ACTIVE, FlowState.WAITING)
OPEN: Final = ~Q(work_items__facts__state__in=[FlowState.DONE, FlowState.CANCELLED])
NOT_BEGUN: Final = Q(work_items__facts__state=FlowState.NEW) | Q(work_items__facts__state=None)


def read_plans(moment: Moment, stream_ids: Sequence[int]) -> Mapping[int, tuple[PlanEntry, ...]]:
    """The entries that are not cancelled, in order, by the stream's primary key. Two queries."""
    is_item = Q(work_items__isnull=False)
    rows = models.PlanEntry.objects.for_organisation(moment.organisation).filter(
        value_stream__in=stream_ids, state=PlanEntryState.PLANNED
    )
    counted = rows.annotate(
        items=Count("work_items"),
        not_begun=Count("work_items", filter=is_item & NOT_BEGUN),
        features=Count("work_items", filter=OPEN & Q(work_items__facts__kind=int(Kind.FEATURE))),
    )
    bets = _bets(moment)
    found: dict[int, tuple[PlanEntry, ...]] = defaultdict(tuple)
    for row in counted.order_by("value_stream_id", "order"):
        found[row.value_stream_id] += (
            PlanEntry(
                uuid=row.uuid,
                title=row.title,
                from_on=row.from_on,
                to_on=row.to_on,
                items=row.items,  # type: ignore[attr-defined]
                waiting_items=row.not_begun,  # type: ignore[attr-defined]
                open_features=row.features,  # type: ignore[attr-defined]
                bets=tuple(bets.get(row.pk, ())),
            ),
        )
    return found


def _bets(moment: Moment) -> Mapping[int, list[UUID]]:
    found: dict[int, list[UUID]] = defaultdict(list)
    rows = Bet.objects.filter(organisation=moment.organisation).order_by("pk")
    for entry, key_result in rows.values_list("plan_entry_id", "key_result__uuid"):
        found[entry].append(key_result)
    return found


def reach_of(
    moment: Moment, stream: ValueStream, cycle: Cycle | None, plan: Sequence[PlanEntry]
) -> Mapping[UUID, Reach]:
    """What it finishes by the running cycle's end, if it has committed to anything within it. One query."""
    if cycle is None or not any(each.is_committed_within(cycle.starts_on, cycle.ends_on) for each in plan):
        return {}
    last = cycle.ends_on.fromordinal(cycle.ends_on.toordinal() - 1)
    if (last - moment.today).days >= MOST_DAYS:
        return {}
    forecast = throughput(stream, now=moment.now).how_many(last)
    if forecast.p50 is None or forecast.p85 is None:
        return {}
    return {cycle.uuid: Reach(likely=forecast.p50, at_best=forecast.p85)}


def read_open_items(
    objectives: Sequence[Objective], stream_ids: Mapping[UUID, int], *, least: float
) -> Mapping[int, tuple[OpenItem, ...]]:
    """Of each stream the open items whose titles are at least so much like one of its key results'. One query."""
    texts: dict[int, set[str]] = defaultdict(set)
    for objective in objectives:
        if objective.stream and objective.stream in stream_ids:
            texts[stream_ids[objective.stream]].update(each.title for each in objective.key_results)
    titles = {stream_id: Titles.of(sorted(of)) for stream_id, of in texts.items()}
    rows = ItemFacts.objects.filter(value_stream__in=titles, state__in=AT_HAND).exclude(work_item__title="")
    found: dict[int, tuple[OpenItem, ...]] = defaultdict(tuple)
    for stream_id, key, title in rows.order_by("value_stream", "work_item").values_list(
        "value_stream", "work_item__key", "work_item__title"
    ):
        if titles[stream_id].holds_like(title, least=least):
            found[stream_id] += (OpenItem(key=key, title=title),)
    return found
