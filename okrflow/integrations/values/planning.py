"""What each row of a file comes to: a new value, the same as there is, a correction, or nothing and why."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import ValidationError

from okrflow.integrations.reading.dates import instant_reader
from okrflow.integrations.reading.errors import RowRejected
from okrflow.integrations.reading.numbers import PERCENT, Quantity, quantity
from okrflow.integrations.reading.values import ValueRow, ValuesTable, require_kept
from okrflow.integrations.values.conventions import SHARES, Conventions
from okrflow.metrics.models import Measurement, Metric, UnitKind
from okrflow.metrics.services import noon_of, unsaved_measurement
from okrflow.metrics.values import local_day
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import zone_of

SYMBOLS: Final = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR"}


class Outcome(StrEnum):
    """What becomes of a row, in the order in which a person should look at them."""

    REFUSED = "refused"
    CORRECTS = "corrects"
    NEW = "new"
    SAME = "same"


@dataclass(frozen=True, kw_only=True)
class ValuePlanned:
    """A row with what it comes to; a refused one has no measurement but a reason."""

    row: ValueRow
    outcome: Outcome
    measurement: Measurement | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class FilePlanned:
    rows: list[ValuePlanned]

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in self.rows)

    @property
    def writes(self) -> list[Measurement]:
        """The measurements to be written, as they stand in the file."""
        wanted = (Outcome.NEW, Outcome.CORRECTS)
        return [each.measurement for each in self.rows if each.measurement and each.outcome in wanted]

    @property
    def to_look_at(self) -> list[ValuePlanned]:
        """What needs eyes first: refused rows, corrections, new values, those that change nothing."""
        order = list(Outcome)
        return sorted(self.rows, key=lambda each: (order.index(each.outcome), each.row.number))

    @property
    def seal(self) -> str:
        """A short text that differs as soon as the file would come to something else."""
        told = [
            (
                each.row.number,
                each.outcome,
                (old := each.measurement and each.measurement.replaces) and old.pk,
            )
            for each in self.rows
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def plan_values(
    table: ValuesTable, conventions: Conventions, metric: Metric, *, by: Any, now: datetime
) -> FilePlanned:
    """What reading the file in would do now. One query."""
    present = _Present.of(metric)
    read = instant_reader(conventions.at_format, zone_of(metric.organisation))
    found = []
    for row in table.rows:
        try:
            require_kept(row)
            at = read(row.when)
            whole_day = ":" not in row.when or at.astimezone(zone_of(metric.organisation)).time() == time(0)
            value = _value(row, metric, conventions)
            found.append(present.planned(row, at, whole_day=whole_day, value=value, by=by, now=now))
        except (RowRejected, Refused) as error:
            found.append(ValuePlanned(row=row, outcome=Outcome.REFUSED, reason=str(error)))
        except ValidationError as error:
            found.append(ValuePlanned(row=row, outcome=Outcome.REFUSED, reason=error.messages[0]))
    return FilePlanned(rows=_once(found))


def _value(row: ValueRow, metric: Metric, conventions: Conventions) -> Decimal:
    number = quantity(row.value, conventions.decimal)
    if number is None:
        raise RowRejected("It has no value.")
    _require_unit(number, metric)
    percent = metric.unit_kind == UnitKind.PERCENT
    per_hundred = percent and (number.unit == PERCENT or conventions.percents != SHARES)
    return number.value / 100 if per_hundred else number.value


def _require_unit(number: Quantity, metric: Metric) -> None:
    """Raise RowRejected for a number in another unit than the metric's."""
    given, own = SYMBOLS.get(number.unit, number.unit).casefold(), metric.unit.casefold()
    if metric.unit_kind == UnitKind.PERCENT:
        own = PERCENT
    if given and not own.startswith(given) and SYMBOLS.get(metric.unit, "").casefold() != given:
        raise RowRejected(f"It is in “{number.unit}”, this metric in “{metric.unit or 'plain numbers'}”.")


class _Present:
    """The valid values of a metric: by instant, and of each local day the last."""

    def __init__(self, metric: Metric, rows: Iterable[Measurement]) -> None:
        self._metric = metric
        self._by_instant: dict[datetime, Measurement] = {}
        self._by_day: dict[date, Measurement] = {}
        for each in rows:
            self._by_instant[each.about_at] = each
            self._by_day[local_day(metric.organisation, each.about_at)] = each

    @classmethod
    def of(cls, metric: Metric) -> "_Present":
        rows = Measurement.objects.for_organisation(metric.organisation).valid().filter(metric=metric)
        return cls(metric, rows.order_by("about_at", "recorded_at", "pk"))

    def planned(
        self, row: ValueRow, at: datetime, *, whole_day: bool, value: Decimal, by: Any, now: datetime
    ) -> ValuePlanned:
        """Against the value of the same day or instant, if there is one. Raises Refused, ValidationError."""
        day = local_day(self._metric.organisation, at)
        old = self._by_day.get(day) if whole_day else self._by_instant.get(at)
        about_at = old.about_at if old else noon_of(self._metric.organisation, day) if whole_day else at
        made = unsaved_measurement(
            metric=self._metric, about_at=about_at, value=value, note=row.note, by=by, replaces=old, now=now
        )
        if old is None:
            return ValuePlanned(row=row, outcome=Outcome.NEW, measurement=made)
        same = old.value == made.value and row.note in ("", old.note)
        return ValuePlanned(row=row, outcome=Outcome.SAME if same else Outcome.CORRECTS, measurement=made)


def _once(rows: Sequence[ValuePlanned]) -> list[ValuePlanned]:
    """Refuse what the file says twice of one time: repetitions, and all of those that contradict each other."""
    about: Mapping[datetime, list[ValuePlanned]] = defaultdict(list)
    for each in rows:
        if each.measurement:
            about[each.measurement.about_at].append(each)
    return [
        _refused_beside(each, about[each.measurement.about_at]) if each.measurement else each for each in rows
    ]


def _refused_beside(each: ValuePlanned, alike: Sequence[ValuePlanned]) -> ValuePlanned:
    assert each.measurement
    other = next(
        (one for one in alike if one.measurement and one.measurement.value != each.measurement.value), None
    )
    if other is not None:
        reason = f"Row {other.row.number:,} gives another value about the same time. Leave one of them."
    elif each is not alike[0]:
        reason = f"Row {alike[0].row.number:,} says so already."
    else:
        return each
    return replace(each, outcome=Outcome.REFUSED, measurement=None, reason=reason)
