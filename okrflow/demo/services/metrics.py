"""The metrics that people measure by hand, and their values."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from okrflow.demo.services.northwind import LEADS, OWNER, Northwind, instant
from okrflow.metrics.models import Better, Category, Counts, Metric, MetricKind, UnitKind
from okrflow.metrics.services import MetricGiven, create_metric, record_measurement

Values = Mapping[str, list[tuple[float, float]]]
"""Of each series its (day with fraction, value) pairs, oldest first."""

_PERCENT: Final[dict[str, Any]] = {"unit_kind": UnitKind.PERCENT, "digits": 1}
_SCORE: Final[dict[str, Any]] = {"unit_kind": UnitKind.SCORE, "unit": "points", "digits": 1}
_MONEY: Final[dict[str, Any]] = {"unit_kind": UnitKind.CURRENCY, "unit": "EUR", "better": Better.DOWN}
_TEAM: Final[dict[str, Any]] = {"kind": MetricKind.TEAM, "stream": "claims"}

METRICS: Final[dict[str, dict[str, Any]]] = {
    "Time to provision a policy": {
        "category": Category.VALUE,
        "unit_kind": UnitKind.DURATION,
        "unit": "days",
        "better": Better.DOWN,
        "description": "From the first request for a product change to the first policy sold with it; mean of the week.",
    },
    "Mobile NPS": {
        **_SCORE,
        "category": Category.HAPPINESS,
        "stream": "policy",
        "lag_days": 21,
        "description": "Asked in the app, of one user in ten, a week after a visit.",
    },
    "Market share": {
        **_PERCENT,
        "category": Category.VALUE,
        "lag_days": 84,
        "description": "New contracts against the market, estimated from a panel.",
    },
    "Storage cost a month": {
        **_MONEY,
        "digits": 0,
        "category": Category.COST,
        "stream": "platform",
        "description": "The week's bill of all storage, as a month.",
    },
    "Hosting cost per policy": {
        **_MONEY,
        "digits": 2,
        "category": Category.COST,
        "stream": "platform",
        "description": "All hosting divided by policies in force, a month.",
    },
    "Claims NPS": {**_SCORE, "category": Category.HAPPINESS, "stream": "claims"},
    "Complaints a week": {
        "category": Category.QUALITY,
        "unit": "complaints",
        "digits": 0,
        "better": Better.DOWN,
        "stream": "claims",
    },
    "Loss ratio": {**_PERCENT, "category": Category.COST, "better": Better.DOWN, "stream": "claims"},
    "Renewal rate": {**_PERCENT, "category": Category.VALUE, "stream": "claims"},
    "Cost per claim": {**_MONEY, "digits": 0, "category": Category.COST, "stream": "claims"},
    "Overpaid claims a month": {**_MONEY, "digits": 0, "category": Category.COST, "stream": "claims"},
    "Employee happiness": {**_SCORE, **_TEAM, "category": Category.HAPPINESS},
    "Escaped defects": {
        **_TEAM,
        "category": Category.QUALITY,
        "unit": "a week",
        "better": Better.DOWN,
    },
    "Portal releases": {
        "counts": Counts.DELIVERIES,
        "unit": "releases",
        "digits": 0,
        "cadence_days": 30,
        "stream": "claims",
    },
}


def define_metrics(northwind: Northwind) -> dict[str, Metric]:
    """The metrics by name."""
    return {name: _define(northwind, name, dict(fields)) for name, fields in METRICS.items()}


def _define(northwind: Northwind, name: str, fields: dict[str, Any]) -> Metric:
    slug = fields.pop("stream", None)
    stream = northwind.streams[slug] if slug else None
    given = MetricGiven(name=name, value_stream=stream, **fields)
    return create_metric(organisation=northwind.organisation, given=given)


def record(northwind: Northwind, metric: Metric, points: Iterable[tuple[float, float]]) -> int:
    """Record values as they were measured, by the stream's lead or the owner; how many."""
    stream = metric.value_stream
    by = northwind.people[LEADS[stream.slug] if stream else OWNER]
    count = 0
    for day, value in points:
        at = instant(day)
        record_measurement(metric=metric, about_at=at, value=decimal(value), note="", by=by, now=at)
        count += 1
    return count


def decimal(value: float) -> Decimal:
    """The value as it was written down."""
    return Decimal(str(value))
