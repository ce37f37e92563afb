"""Plans, what a stream is likely to reach, and the open items whose titles are like those of key results."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from okrflow.flow import Kind
from okrflow.plans import models
from okrflow.plans.models import Bet, PlanEntryState
from okrflow.review.reading.moment import Moment
from okrflow.review.snapshot import Cycle, Objective, OpenItem, PlanEntry, Reach
from okrflow.review.words.similarity import folded
from okrflow.value_streams.models import FlowState, ValueStream
from okrflow.work_items.figures.forecasts import MOST_DAYS, throughput

LOOSER: Final = 0.15
"""pg_trgm folds less than the checks do: candidates may be so much less alike."""
LENGTHS: Final = 0.75
"""Titles of which one is shorter than so much of `least` times the other are not alike."""
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


@dataclass(frozen=True, slots=True)
class _Title:
    stream_id: int
    text: str


def read_open_items(
    objectives: Sequence[Objective], stream_ids: Mapping[UUID, int], *, least: float
) -> Mapping[int, tuple[OpenItem, ...]]:
    """Of each stream the open items whose titles are about as alike to one of its key results' as `least`. One query."""
    titles: set[_Title] = {
        _Title(stream_ids[objective.stream], folded(key_result.title))
        for objective in objectives
        if objective.stream and objective.stream in stream_ids
        for key_result in objective.key_results
    }
    wanted = sorted(titles, key=lambda each: (each.stream_id, each.text))
    found: dict[int, tuple[OpenItem, ...]] = defaultdict(tuple)
    with connection.cursor() as cursor:
        streams, texts = [each.stream_id for each in wanted], [each.text for each in wanted]
        cursor.execute(_ALIKE, [streams, texts, LENGTHS * least, least - LOOSER])
        for stream_id, key, title in cursor.fetchall():
            found[stream_id] += (OpenItem(key=key, title=title),)
    return found


# titles that differ more in length can't be alike: most pairs are told apart without their trigrams
_ALIKE: Final = """
    WITH wanted AS (SELECT * FROM unnest(%s::bigint[], %s::text[]) AS t(stream_id, text)),
    open_items AS MATERIALIZED (
        SELECT f.value_stream_id AS stream_id, w.id, w.key, w.title, lower(w.title) AS text
        FROM work_items_itemfacts f JOIN work_items_workitem w ON w.id = f.work_item_id
        WHERE f.value_stream_id IN (SELECT DISTINCT stream_id FROM wanted) AND f.state IN (0, 1, 2) AND w.title <> ''
    )
    SELECT stream_id, key, title FROM open_items o WHERE EXISTS (
        SELECT FROM wanted t WHERE t.stream_id = o.stream_id
        AND least(length(t.text), length(o.text)) >= %s * greatest(length(t.text), length(o.text))
        AND similarity(t.text, o.text) >= %s
    ) ORDER BY stream_id, id
"""
