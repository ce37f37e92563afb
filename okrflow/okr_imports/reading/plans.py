"""How a file of OKRs is to be read, as a person confirmed it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, NamedTuple

from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.recognising import Form
from okrflow.okr_imports.reading.presets import ROLES_OF, Shape

REQUIRED: Final[Mapping[Shape, tuple[str, ...]]] = {
    "rows": ("objective", "key_result"),
    "tree": ("title", "parent"),
}
DATES: Final = ("starts_on", "ends_on", "at")
NUMBERS: Final = ("baseline", "target", "current")
SHAPES: Final[Mapping[Shape, str]] = {
    "rows": "a row for each key result",
    "tree": "a row each for objectives and key results",
}
ROLE_NAMES: Final = {
    "objective": "the objective",
    "key_result": "the key result",
    "id": "the number of the row",
    "title": "the title",
    "type": "whether it is an objective or a key result",
    "parent": "what the objective supports",
    "stream": "the value stream",
    "owner": "the person who keeps it up to date",
    "cycle": "the cycle",
    "starts_on": "the cycle’s first day",
    "ends_on": "the cycle’s last day",
    "metric": "the metric",
    "unit": "the unit",
    "aim": "where the value is to go",
    "baseline": "the baseline",
    "target": "the target",
    "current": "the current value",
    "at": "the day of the current value",
    "why": "why",
}
SKIP: Final = "skip"
NEW: Final = "new"
ORGANISATION: Final = "organisation"


class NewCycle(NamedTuple):
    """The days [starts_on, ends_on) of a cycle to be made, as ISO dates."""

    starts_on: str
    ends_on: str


class MetricChoice(NamedTuple):
    """The metric that stands for one in the file: an existing one of that name, else a new one; without a name: none."""

    name: str
    unit_kind: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`columns` names a column for each role, `dated` those whose names are the days of the values that they hold.

    `at_format` is a key of `dates.FORMATS`, `decimal` the decimal mark; both are empty while undecided. `shares`: percent
    are written as 0.45. `streams` says for each name in the file a stream's slug, `organisation` or `skip`; `cycles` a
    cycle's slug, `new` (its days are in `new_cycles`) or `skip`; `metrics` what stands for each metric of the file.
    """

    form: Form
    preset: str
    shape: Shape
    columns: Mapping[str, str] = field(default_factory=dict)
    dated: tuple[str, ...] = ()
    at_format: str = ""
    decimal: str = ""
    shares: bool = False
    streams: Mapping[str, str] = field(default_factory=dict)
    cycles: Mapping[str, str] = field(default_factory=dict)
    new_cycles: Mapping[str, NewCycle] = field(default_factory=dict)
    metrics: Mapping[str, MetricChoice] = field(default_factory=dict)

    def check(self, header: Sequence[str]) -> None:
        """Raise ReadingError unless the columns exist and suffice."""
        for name in [*self.columns.values(), *self.dated]:
            if name not in header:
                raise ReadingError(f"There is no column “{name}”. The file has: {', '.join(header[:40])}.")
        missing = [role for role in REQUIRED[self.shape] if role not in self.columns]
        if missing:
            raise ReadingError(
                f"Say which column holds {' and '.join(self.role_name(role) for role in missing)}."
            )

    def role_name(self, role: str) -> str:
        return (
            "the parent, by title or number"
            if self.shape == "tree" and role == "parent"
            else ROLE_NAMES[role]
        )

    @property
    def roles(self) -> tuple[str, ...]:
        return ROLES_OF[self.shape]

    @property
    def date_columns(self) -> list[str]:
        return [self.columns[role] for role in DATES if role in self.columns]

    @property
    def number_columns(self) -> list[str]:
        return [self.columns[role] for role in NUMBERS if role in self.columns] + list(self.dated)

    @property
    def used(self) -> frozenset[str]:
        return frozenset([*self.columns.values(), *self.dated])

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Plan":
        return replace(
            cls(**stored),
            form=Form(**stored["form"] | {"sheets": tuple(stored["form"]["sheets"])}),
            dated=tuple(stored["dated"]),
            new_cycles={name: NewCycle(*given) for name, given in stored["new_cycles"].items()},
            metrics={name: MetricChoice(*given) for name, given in stored["metrics"].items()},
        )
