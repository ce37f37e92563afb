"""The rows of a file gathered into objectives with their key results and their dated values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from okrflow.integrations.reading.dates import instant_reader
from okrflow.integrations.reading.errors import ReadingError, RowRejected
from okrflow.integrations.reading.items import Rejection
from okrflow.integrations.reading.numbers import NOTHING, Quantity, quantity
from okrflow.okr_imports.reading.fields import Fields, fields_of
from okrflow.okr_imports.reading.plans import Plan
from okrflow.okr_imports.reading.sheets import Sheet

METRIC_NAME: Final = 120


@dataclass(kw_only=True)
class KeyResultRead:
    """`metric` is the name in the file, else the title; `values` are those of days, `current` is today's."""

    row: Fields
    title: str
    metric: str
    unit: str
    owner: str
    aim: str
    baseline: Quantity | None
    target: Quantity | None
    current: Quantity | None = None
    values: dict[date, Quantity] = field(default_factory=dict)

    @property
    def quantities(self) -> list[Quantity]:
        given = (self.baseline, self.target, self.current)
        return [each for each in given if each is not None] + list(self.values.values())


@dataclass(kw_only=True)
class ObjectiveRead:
    """`cycle` is its name in the file, or its days where it has none; `ends_on` is the first day after it."""

    title: str
    stream: str
    cycle: str
    starts_on: date | None
    ends_on: date | None
    rows: list[Fields]
    why: str = ""
    parent: str = ""
    owner: str = ""
    key_results: list[KeyResultRead] = field(default_factory=list)


@dataclass(kw_only=True)
class FileRead:
    objectives: list[ObjectiveRead]
    rejected: list[Rejection]
    rows: int

    @property
    def key_results(self) -> list[KeyResultRead]:
        return [each for objective in self.objectives for each in objective.key_results]


def read_sheet(sheet: Sheet, plan: Plan, zone: str) -> FileRead:
    """All of a file under its plan. Raises ReadingError where something is to be decided first."""
    plan.check(sheet.header)
    if not plan.decimal or (not plan.at_format and (plan.date_columns or plan.dated)):
        raise ReadingError("Say first how the numbers and the dates are written.")
    rejected: list[Rejection] = []
    gatherer = _Gatherer(plan, ZoneInfo(zone))
    for row in fields_of(sheet, plan, rejected.append):
        try:
            gatherer.add(row)
        except RowRejected as error:
            rejected.append(row.rejection(str(error)))
    return FileRead(objectives=gatherer.objectives, rejected=rejected, rows=len(sheet.rows))


class _Gatherer:
    def __init__(self, plan: Plan, zone: ZoneInfo) -> None:
        self._decimal, self._zone = plan.decimal, zone
        self._instant = instant_reader(plan.at_format or "iso", zone)
        self._days = {name: self._day(name) for name in plan.dated}
        self._objectives: dict[tuple[str, str, str], ObjectiveRead] = {}

    @property
    def objectives(self) -> list[ObjectiveRead]:
        return list(self._objectives.values())

    def add(self, row: Fields) -> None:
        """Raises RowRejected."""
        if not row["objective"]:
            raise RowRejected("It has no objective.")
        key_result = self._key_result(row) if row["key_result"] else None
        objective = self._objective(row)
        objective.rows.append(row)
        for name in ("why", "parent"):
            setattr(objective, name, getattr(objective, name) or row[name])
        if key_result is None:
            objective.owner = objective.owner or row["owner"]
        else:
            _add_to(objective.key_results, key_result)

    def _objective(self, row: Fields) -> ObjectiveRead:
        starts_on, last_on = self._maybe_day(row["starts_on"]), self._maybe_day(row["ends_on"])
        days = " – ".join(day.isoformat() for day in (starts_on, last_on) if day)
        cycle = row["cycle"] or days
        made = ObjectiveRead(
            title=row["objective"],
            stream=row["stream"],
            cycle=cycle,
            starts_on=starts_on,
            ends_on=last_on + timedelta(days=1) if last_on else None,
            rows=[],
        )
        return self._objectives.setdefault(
            (made.title.casefold(), made.stream.casefold(), cycle.casefold()), made
        )

    def _key_result(self, row: Fields) -> KeyResultRead:
        current, day = self._number(row["current"]), self._maybe_day(row["at"])
        values = {self._days[name]: self._number(text) for name, text in row.dated.items()}
        if day is not None:
            values[day] = current
        return KeyResultRead(
            row=row,
            title=row["key_result"],
            metric=row["metric"] or row["key_result"][:METRIC_NAME],
            unit=row["unit"],
            owner=row["owner"],
            aim=row["aim"],
            baseline=self._number(row["baseline"]),
            target=self._number(row["target"]),
            current=current if day is None else None,
            values={on: value for on, value in values.items() if value is not None},
        )

    def _number(self, text: str) -> Quantity | None:
        return quantity(text, self._decimal)

    def _day(self, text: str) -> date:
        return self._instant(text).astimezone(self._zone).date()

    def _maybe_day(self, text: str) -> date | None:
        return None if text.casefold() in NOTHING else self._day(text)


def _add_to(present: list[KeyResultRead], added: KeyResultRead) -> None:
    """A key result that comes again brings further values only. Raises RowRejected where it contradicts itself."""
    same = next((each for each in present if each.title.casefold() == added.title.casefold()), None)
    if same is None:
        present.append(added)
        return
    if not added.values:
        raise RowRejected(f"It repeats row {same.row.number}, and has no value of another day.")
    for name in ("baseline", "target"):
        before, now = getattr(same, name), getattr(added, name)
        if before is not None and now is not None and before != now:
            raise RowRejected(f"Its {name} is another one than in row {same.row.number}.")
        setattr(same, name, before if before is not None else now)
    same.values.update(added.values)


def numbers_of(sheet: Sheet, plan: Plan) -> Sequence[str]:
    """All cells that hold numbers."""
    return [text for name in plan.number_columns for text in sheet.column(name)]
