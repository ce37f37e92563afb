"""Plan entries of Policy in July 2026, through the services. Ben leads Policy, Mia is a member."""

from datetime import date, datetime

from okrflow.okrs.rights import OkrRights
from okrflow.plans.models import PlanEntry
from okrflow.plans.services import PlanEntryGiven, create_plan_entry
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.models import WorkItem
from okrflow.work_items.refresh import refresh_stream
from tests import make
from tests.make import july
from tests.metrics.northwind import Northwind

NOW = july(20, 12)
EARLIER = july(1)


def rights(nw: Northwind, name: str) -> OkrRights:
    return OkrRights.of(nw.access(name))


def on(day: int) -> date:
    return date(2026, 7, day)


def planned(
    nw: Northwind,
    title: str = "Damage by photo",
    *items: WorkItem,
    days: tuple[int, int] | None = None,
    by: str = "ben",
    stream: ValueStream | None = None,
    now: datetime = NOW,
    **fields: object,
) -> PlanEntry:
    """An entry of Policy, committed to the days [first, to) of July if they are given."""
    period = {"from_on": on(days[0]), "to_on": on(days[1])} if days else {}
    given = PlanEntryGiven(title=title, work_items=items, **period, **fields)  # type: ignore[arg-type]
    return create_plan_entry(rights=rights(nw, by), value_stream=stream or nw.policy, given=given, now=now)


def finished(stream: ValueStream, key: str, day: float) -> WorkItem:
    """An item of the stream, started on 1 July and finished on a day of July."""
    events = make.event(july(1), "active"), make.event(july(int(day), int(day % 1 * 24)), "done")
    return _known(stream, make.item(stream, key, *events))


def going(stream: ValueStream, key: str) -> WorkItem:
    """An item of the stream in progress since 1 July."""
    return _known(stream, make.item(stream, key, make.event(july(1), "active")))


def _known(stream: ValueStream, item: WorkItem) -> WorkItem:
    refresh_stream(stream, now=NOW)
    return item
