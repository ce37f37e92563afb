"""Snapshots in few words: Northwind on 15 August 2026, six weeks into its third quarter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from okrflow.flow import Kind
from okrflow.metrics.models import Better, Measure, MetricKind, Timing, UnitKind
from okrflow.okrs.models import ObjectiveState
from okrflow.okrs.scoring import Aim
from okrflow.review.findings import Found, Silenced
from okrflow.review.reviewing import review
from okrflow.review.sentences import advice, message
from okrflow.review.snapshot import (
    Cycle,
    DailyLoads,
    Figure,
    Finished,
    KeyResult,
    Metric,
    Objective,
    Organisation,
    Reach,
    Snapshot,
    Stream,
)

TODAY = date(2026, 8, 15)
_SPACE = UUID("00000000-0000-0000-0000-00000000000f")


def uuid(name: str) -> UUID:
    """The same for the same name."""
    return uuid5(_SPACE, name)


QUARTER = Cycle(uuid=uuid("Q3"), name="Q3 2026", starts_on=date(2026, 7, 1), ends_on=date(2026, 10, 1))
SECOND = Cycle(uuid=uuid("Q2"), name="Q2 2026", starts_on=date(2026, 4, 1), ends_on=date(2026, 7, 1))
NORTHWIND = Organisation(uuid=uuid("Northwind"), name="Northwind")


def metric(name: str = "Customer satisfaction", **fields: Any) -> Metric:
    """A leading business metric with a value a week, unless said otherwise."""
    weeks = [TODAY - timedelta(weeks=back) for back in range(30, -1, -1)]
    given: dict[str, Any] = {
        "timing": Timing.LEADING,
        "unit": "points",
        "history": tuple((day, 20.0 + place % 3) for place, day in enumerate(weeks)),
    }
    return Metric(uuid=uuid(name), name=name, **(given | fields))


def flow(measure: Measure = Measure.FLOW_TIME_P85, **fields: Any) -> Metric:
    """A flow metric of Policy, in days and better down, unless said otherwise."""
    given: dict[str, Any] = {
        "kind": MetricKind.FLOW,
        "measure": measure,
        "unit_kind": UnitKind.DURATION,
        "unit": "days",
        "better": Better.DOWN,
        "stream": uuid("Policy"),
        "today": Decimal("24"),
    }
    return metric(f"{measure.label} {fields.get('stage', '')}", **(given | fields))


def key_result(title: str = "Customer satisfaction from 20 to 45", **fields: Any) -> KeyResult:
    """A sound one that raises a metric of its own."""
    given: dict[str, Any] = {"baseline": Decimal(20), "target": Decimal(45)}
    if "metric" not in fields:
        given["metric"] = metric(title)
    return KeyResult(uuid=uuid(title), title=title, **(given | fields))


def lowering(measured: Metric | None = None, **fields: Any) -> KeyResult:
    """A sound one that lowers a flow metric."""
    given: dict[str, Any] = {
        "metric": measured or flow(),
        "aim": Aim.LOWER,
        "baseline": Decimal(24),
        "target": Decimal(14),
    }
    return key_result(fields.pop("title", "Flow time, p85, from 24 to 14 days"), **(given | fields))


def sound_three() -> tuple[KeyResult, ...]:
    return (
        lowering(),
        key_result(),
        key_result("Customers who came back, from 20 to 45"),
    )


def objective(title: str = "Policy changes feel instant", **fields: Any) -> Objective:
    """A sound published one of Policy."""
    given: dict[str, Any] = {
        "cycle": QUARTER.uuid,
        "stream": uuid("Policy"),
        "rank": 1,
        "published_on": date(2026, 7, 2),
        "key_results": sound_three(),
    }
    return Objective(uuid=uuid(title), title=title, **(given | fields))


def draft(title: str = "Policy changes feel instant", **fields: Any) -> Objective:
    return objective(title, **({"state": ObjectiveState.DRAFT, "published_on": None} | fields))


def stream(name: str = "Policy", **fields: Any) -> Stream:
    """A sound one: a year of history, load under the limit."""
    given: dict[str, Any] = {
        "in_progress": 40,
        "oldest_days": 61.0,
        "limit": 50,
        "loads": loads([40] * 90),
        "finished": Finished(
            items=300,
            first_on=date(2025, 8, 1),
            recent={Kind.FEATURE: 16, Kind.DEFECT: 3, Kind.RISK: 2, Kind.DEBT: 3},
            earlier={Kind.FEATURE: 180, Kind.DEFECT: 40, Kind.RISK: 30, Kind.DEBT: 30},
            earlier_days=337,
        ),
        "figures": (
            figure(Measure.FLOW_TIME_P85, "Flow time, p85", now=24.0, before=22.0),
            figure(
                Measure.LOAD_MEAN,
                "Flow load, mean",
                now=40.0,
                before=40.0,
                unit_kind=UnitKind.COUNT,
                unit="items",
            ),
            figure(
                Measure.VELOCITY,
                "Flow velocity",
                now=24.0,
                before=26.0,
                unit_kind=UnitKind.COUNT,
                unit="items",
            ),
        ),
        "reach": {QUARTER.uuid: Reach(likely=41, at_best=60)},
        "last_event_on": TODAY,
        "connected": True,
    }
    return Stream(uuid=uuid(name), name=name, **(given | fields))


def figure(measure: Measure, name: str, **fields: Any) -> Figure:
    return Figure(measure=measure, name=name, **fields)


def loads(values: Sequence[int]) -> DailyLoads:
    """Of the days up to yesterday."""
    return DailyLoads(first=TODAY - timedelta(days=len(values)), loads=tuple(values))


def snapshot(*objectives: Objective, **fields: Any) -> Snapshot:
    given: dict[str, Any] = {
        "organisation": NORTHWIND,
        "cycles": (QUARTER, SECOND),
        "streams": (stream(), stream("Claims"), stream("Platform")),
    }
    return Snapshot(today=TODAY, objectives=objectives, **(given | fields))


def with_thresholds(seen: Snapshot, **thresholds: float) -> Snapshot:
    return replace(seen, thresholds=replace(seen.thresholds, **thresholds))


# -- asking ------------------------------------------------------------------------------------------------------------


def found(seen: Snapshot, check: str) -> list[Found]:
    """What a check found, hidden or not."""
    return [each.found for each in review(seen).findings if each.found.check == check]


def one(seen: Snapshot, check: str) -> Found:
    """The only one."""
    (only,) = found(seen, check)
    return only


def fires(seen: Snapshot, check: str) -> bool:
    return bool(found(seen, check))


def said(seen: Snapshot, check: str) -> tuple[str, str]:
    """Message and advice of the only finding, with plain blanks."""
    only = one(seen, check)
    return _plain(message(only)), _plain(advice(only))


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def silenced(seen: Snapshot, check: str) -> list[Silenced]:
    return [each for each in review(seen).silenced if each.check == check]
