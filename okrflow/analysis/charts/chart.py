"""What every chart of a stream's flow is: a finding, a picture of numbers, the table of these numbers, and the items behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from okrflow.flow import Clock
from okrflow.metrics.csv_files import text
from okrflow.web.numbers import format_number
from okrflow.web.templatetags.figures import MISSING, local_day, percent

Spec = dict[str, Any]
"""A Vega-Lite specification without `config`."""

Value = str | float | date | None

MOST_ROWS: Final = 400
"""So many rows of a table a page shows, which are all of those by day, week or month."""


class Unit(StrEnum):
    """What the values of a column are, and so how they are written."""

    DAY = "day"
    ITEMS = "items"
    MEAN_ITEMS = "mean items"
    DAYS = "days"
    SHARE = "share"
    SIGNED = "signed"
    GROWTH = "growth"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: `name` as the API calls it (dots lead into objects), `label` as people do."""

    name: str
    label: str
    unit: Unit

    @property
    def numeric(self) -> bool:
        return self.unit not in (Unit.DAY, Unit.TEXT)

    def shown(self, value: Any) -> str:
        """The value as people read it."""
        if value is None or value == "":
            return MISSING
        match self.unit:
            case Unit.TEXT:
                return str(value)
            case Unit.DAY:
                return local_day(value)
            case Unit.SHARE:
                return percent(value, 1)
            case Unit.SIGNED:
                return format_number(value, 0, signed=True)
            case Unit.GROWTH:
                return format_number(value, 1, signed=True)
            case Unit.ITEMS:
                return format_number(value)
        return format_number(value, 1)

    def written(self, value: Any) -> str:
        """The value as a file holds it: not rounded, with a point; texts can't be taken for formulas."""
        if value is None:
            return ""
        if self.unit == Unit.TEXT:
            return text(value)
        return value.isoformat() if isinstance(value, date) else repr(value)


@dataclass(frozen=True, kw_only=True)
class Row:
    """The values of a row, one a column; `urls` lead from a column's value to the items behind it."""

    values: Sequence[Value]
    urls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Cell:
    column: Column
    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Table:
    columns: Sequence[Column]
    rows: Sequence[Row]

    @property
    def left_out(self) -> int:
        """How many rows a page does not show; the file has them."""
        return max(0, len(self.rows) - MOST_ROWS)

    @property
    def shown(self) -> list[list[Cell]]:
        """The rows, for a page."""
        return [
            [
                Cell(column=column, text=column.shown(value), url=row.urls.get(column.name, ""))
                for column, value in zip(self.columns, row.values, strict=True)
            ]
            for row in self.rows[:MOST_ROWS]
        ]

    @property
    def header(self) -> list[str]:
        """The names of the columns, for a file; the last is the clock that durations of items are read on."""
        return [*(text(column.name) for column in self.columns), "clock"]

    def written(self, clock: Clock) -> list[list[str]]:
        """The rows, for a file; the clock is called as in the API."""
        return [
            [
                *(column.written(value) for column, value in zip(self.columns, row.values, strict=True)),
                clock.name,
            ]
            for row in self.rows
        ]


@dataclass(frozen=True, kw_only=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart: `name` as in addresses, `label` for people, `title` says the finding.

    `spec` is None where there is nothing to draw, and the title says why. `wide` asks for the whole width; `over_time` that
    periods be marked, and that it opens at its newest end where it is wider than the screen. `anchor` is where "How we count"
    defines it.
    """

    name: str
    label: str
    title: str
    note: str
    spec: Spec | None
    table: Table
    links: Sequence[Link] = field(default=())
    anchor: str = ""
    wide: bool = False
    over_time: bool = True
