"""The frozen picture of a key result: what it was scored by when its objective was closed, as JSON, and read back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from okrflow.metrics.models import Metric
from okrflow.metrics.values import Point
from okrflow.okrs.models import CheckIn, Cycle, KeyResult
from okrflow.okrs.scoring import Gap, Missing, Standing, Status

OF_KEY_RESULT: Final = ("title", "aim", "ambition")
GOALS: Final = ("baseline", "target", "target_lower")
OF_METRIC: Final = (
    "name",
    "kind",
    "timing",
    "source",
    "measure",
    "unit_kind",
    "unit",
    "digits",
    "better",
    "lag_days",
)
SHARES: Final = ("progress", "score", "expected")
VALUES: Final = ("value", "expected_value", "gap_size")
DAYS: Final = ("day", "value_on", "since")
WORDS: Final = {"status": Status, "gap": Gap, "missing": Missing}

Evidence = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Said:
    """A check-in as it was."""

    created_at: datetime
    created_by: str
    about_at: datetime
    value: Decimal | None
    confidence: int | None
    note: str


def evidence_of(
    row: KeyResult,
    metric: Metric | None,
    cycle: Cycle,
    *,
    figures: Standing,
    points: Sequence[Point],
    check_ins: Iterable[CheckIn],
) -> Evidence:
    """Everything that its picture, its table and its figures need, whatever becomes of metric and values."""
    return {
        "key_result": {name: getattr(row, name) for name in OF_KEY_RESULT}
        | {name: _text(getattr(row, name)) for name in GOALS},
        "metric": metric and {name: getattr(metric, name) for name in OF_METRIC},
        "cycle": {"starts_on": cycle.starts_on.isoformat(), "ends_on": cycle.ends_on.isoformat()},
        "figures": _figures(figures),
        "values": [[point.day.isoformat(), _text(point.value), point.reason] for point in points],
        "check_ins": [_said(each) for each in check_ins],
    }


def _text(value: Decimal | Fraction | None) -> str | None:
    return None if value is None else str(value)


def _figures(found: Standing) -> dict[str, Any]:
    """Shares as fractions and values as decimals, so that reading them back loses nothing."""
    days = {name: getattr(found, name) for name in DAYS}
    return {
        **{name: _text(getattr(found, name)) for name in (*SHARES, *VALUES)},
        **{name: day.isoformat() if day else None for name, day in days.items()},
        **{name: word.value if (word := getattr(found, name)) else None for name in WORDS},
        "outdated": found.outdated,
        "counted": list(found.counted) if found.counted else None,
    }


def _said(each: CheckIn) -> dict[str, Any]:
    return {
        "created_at": each.created_at.isoformat(),
        "created_by": str(each.created_by or ""),
        "about_at": each.about_at.isoformat(),
        "value": _text(each.value),
        "confidence": each.confidence,
        "note": each.note,
    }


def standing_of(evidence: Evidence) -> Standing:
    """The figures of its last day."""
    given = evidence["figures"]
    return Standing(
        outdated=given["outdated"],
        counted=tuple(given["counted"]) if given["counted"] else None,
        **{name: _read(Fraction, given[name]) for name in SHARES},
        **{name: _read(Decimal, given[name]) for name in VALUES},
        **{name: _read(date.fromisoformat, given[name]) for name in DAYS},
        **{name: _read(kind, given[name]) for name, kind in WORDS.items()},
    )


def _read(kind: Any, text: str | None) -> Any:
    return None if text is None else kind(text)


def metric_of(evidence: Evidence) -> Metric | None:
    """The metric as it was defined; a row that is not stored."""
    return Metric(**evidence["metric"]) if evidence["metric"] else None


def key_result_of(evidence: Evidence) -> KeyResult:
    """The key result as it was aimed; a row that is not stored."""
    given = evidence["key_result"]
    goals = {name: _read(Decimal, given[name]) for name in GOALS}
    return KeyResult(metric=metric_of(evidence), **{name: given[name] for name in OF_KEY_RESULT}, **goals)


def cycle_of(evidence: Evidence) -> Cycle:
    """The days that it was scored in; a row that is not stored."""
    return Cycle(**{name: date.fromisoformat(day) for name, day in evidence["cycle"].items()})


def points_of(evidence: Evidence) -> list[Point]:
    """The values by day, from four weeks before the cycle on."""
    return [
        Point(day=date.fromisoformat(day), value=_read(Decimal, value), reason=reason)
        for day, value, reason in evidence["values"]
    ]


def said_in(evidence: Evidence) -> list[Said]:
    """The check-ins as they were, the newest first."""
    return [
        Said(
            created_at=datetime.fromisoformat(each["created_at"]),
            created_by=each["created_by"],
            about_at=datetime.fromisoformat(each["about_at"]),
            value=_read(Decimal, each["value"]),
            confidence=each["confidence"],
            note=each["note"],
        )
        for each in evidence["check_ins"]
    ]
