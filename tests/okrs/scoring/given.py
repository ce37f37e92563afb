"""The cycle of the worked cases, and short ways to say what was measured."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from okrflow.okrs.scoring import Aim, CycleDays, Goal, Measured, Series, Standing, standing

CYCLE = CycleDays(date(2026, 7, 1), date(2026, 10, 1))
ZONE = ZoneInfo("UTC")


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def at(month: int, number: int, hour: int = 12) -> datetime:
    return datetime(2026, month, number, hour, tzinfo=UTC)


def value(about: datetime, number: str, *, recorded: datetime | None = None) -> Measured:
    return Measured(about, recorded or about, Decimal(number))


def series(*values: Measured, cadence: int = 7) -> Series:
    return Series.of_measured(values, zone=ZONE, cadence_days=cadence)


def move(baseline: str, target: str, *, lag: int = 0) -> Goal:
    """Raise or lower, whichever leads from the baseline to the target."""
    aim = Aim.RAISE if Decimal(target) > Decimal(baseline) else Aim.LOWER
    return Goal(aim=aim, baseline=Decimal(baseline), target=Decimal(target), lag_days=lag)


def asked(goal: Goal, on: date, *values: Measured) -> Standing:
    return standing(goal, series(*values), cycle=CYCLE, asked_on=on)
