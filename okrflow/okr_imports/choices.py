"""The second step of an import of OKRs: what the page offers, and what is still to be said."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from okrflow.integrations.reading import dates
from okrflow.integrations.reading.encodings import ENCODINGS
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.numbers import MARKS
from okrflow.integrations.reading.separated import SEPARATORS
from okrflow.metrics.models import UnitKind
from okrflow.okr_imports.matches import MOST_NAMES, by_metric
from okrflow.okr_imports.planning import FilePlanned, ObjectivePlanned, planned
from okrflow.okr_imports.posted import conventions_of
from okrflow.okr_imports.previews import Remark, remarks
from okrflow.okr_imports.reading.gathering import FileRead, ObjectiveRead
from okrflow.okr_imports.reading.guesses import date_evidence, number_evidence
from okrflow.okr_imports.reading.plans import NEW, REQUIRED, SHAPES, SKIP, Plan
from okrflow.okr_imports.reading.presets import PRESETS, not_taken
from okrflow.okr_imports.reading.sheets import Sheet
from okrflow.okr_imports.surroundings import Surroundings
from okrflow.review.findings import Severity

SHOWN_METRICS: Final = 150
SHOWN_OBJECTIVES: Final = 8


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A name in the file, the rows that have it, and what it is taken for."""

    name: str
    rows: int
    chosen: str


@dataclass(frozen=True, kw_only=True)
class CycleOffer(Offer):
    """With the days, first and last, of the cycle that may be made of it."""

    first: date | None
    last: date | None


@dataclass(frozen=True, kw_only=True)
class MetricOffer(Offer):
    unit_kind: str
    unit: str
    known: bool


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the page shows: the plan, what may be chosen instead, what is still to be said, and what comes of it.

    `read` is None while the columns, the dates or the numbers are open.
    """

    sheet: Sheet
    plan: Plan
    read: FileRead | None
    around: Surroundings

    encodings = ENCODINGS
    separators = SEPARATORS
    shapes = SHAPES
    presets = {key: preset.label for key, preset in PRESETS.items()}
    marks = MARKS
    unit_kinds = UnitKind.choices
    new, skip = NEW, SKIP

    @cached_property
    def problem(self) -> str:
        """What must be chosen of columns before anything can be read; empty if all is said."""
        try:
            self.plan.check(self.sheet.header)
        except ReadingError as error:
            return str(error)
        return ""

    @property
    def date_problem(self) -> str:
        """The question about the order of day and month; empty if it is decided or chosen."""
        if self.plan.at_format:
            return ""
        example = date_evidence(self.plan, self.sheet).example
        return f"Choose how to read dates like “{example}”: the values alone do not say it."

    @property
    def number_problem(self) -> str:
        """The question about the decimal mark; empty if it is decided or chosen."""
        if self.plan.decimal:
            return ""
        example = number_evidence(self.plan, self.sheet).unclear
        return f"Choose how to read numbers like “{example}”: the values alone do not say it."

    @cached_property
    def name_problem(self) -> str:
        """What a person must still say of streams and cycles."""
        if self.read is None:
            return ""
        for what, offers in (("value stream", self.streams), ("cycle", self.cycles)):
            if len(offers) > MOST_NAMES:
                return f"The file names {len(offers):,} of what should be a {what}. Choose another column for it."
            open_name = next((each.name for each in offers if not each.chosen), None)
            if open_name is not None:
                named = f"“{open_name}”" if open_name else "rows that name none"
                return f"Choose the {what} for {named}, or leave them out."
        without_days = [each.name for each in self.cycles if each.chosen == NEW and each.first is None]
        return f"Give the first and the last day of “{without_days[0]}”." if without_days else ""

    @property
    def conventions_of(self) -> str:
        return conventions_of(self.plan)

    @property
    def problems(self) -> list[str]:
        found = (self.problem, self.date_problem, self.number_problem, self.name_problem)
        return [each for each in found if each]

    @property
    def roles(self) -> list[tuple[str, str, str, bool]]:
        """(role, words, column, required) of the columns that the shape has."""
        plan = self.plan
        return [
            (role, plan.role_name(role), plan.columns.get(role, ""), role in REQUIRED[plan.shape])
            for role in plan.roles
        ]

    @property
    def dated(self) -> list[tuple[str, bool]]:
        """The columns whose names are days, and whether their values are taken."""
        return [(name, name in self.plan.dated) for name in self.sheet.header if dates.possible_days(name)]

    @property
    def not_taken(self) -> list[tuple[str, str]]:
        return not_taken(self.sheet.header, self.plan.used)

    @property
    def at_formats(self) -> list[tuple[str, str]]:
        fitting = date_evidence(self.plan, self.sheet).candidates() or list(dates.FORMATS)
        return [(name, dates.FORMATS[name]) for name in fitting]

    @cached_property
    def streams(self) -> list[Offer]:
        rows = Counter(name for each in self._objectives for name in [each.stream] * len(each.rows))
        return [Offer(name=name, rows=rows[name], chosen=self.plan.streams[name]) for name in rows]

    @cached_property
    def cycles(self) -> list[CycleOffer]:
        rows = Counter(name for each in self._objectives for name in [each.cycle] * len(each.rows))
        return [self._cycle(name, count) for name, count in rows.items()]

    def _cycle(self, name: str, rows: int) -> CycleOffer:
        days = self.plan.new_cycles.get(name)
        return CycleOffer(
            name=name,
            rows=rows,
            chosen=self.plan.cycles[name],
            first=date.fromisoformat(days.starts_on) if days else None,
            last=date.fromisoformat(days.ends_on) - timedelta(days=1) if days else None,
        )

    @cached_property
    def metrics(self) -> list[MetricOffer]:
        """The first of them; the others come in as guessed."""
        found = by_metric(self.read) if self.read else {}
        return [
            MetricOffer(
                name=name,
                rows=len(key_results),
                chosen=self.plan.metrics[name].name,
                unit_kind=self.plan.metrics[name].unit_kind,
                unit=self.plan.metrics[name].unit,
                known=self.around.metric_known(self.plan.metrics[name].name) is not None,
            )
            for name, key_results in list(found.items())[:SHOWN_METRICS]
        ]

    @property
    def metrics_left(self) -> int:
        return max(0, len(by_metric(self.read)) - SHOWN_METRICS) if self.read else 0

    @property
    def known_metrics(self) -> list[str]:
        """The names of the metrics that there are."""
        return sorted({metric.name for metric in self.around.metrics})

    @property
    def _objectives(self) -> Sequence[ObjectiveRead]:
        return self.read.objectives if self.read else ()

    @cached_property
    def planned(self) -> FilePlanned | None:
        """What the file comes to; None while something must be chosen first."""
        if self.read is None or self.problems:
            return None
        return planned(self.read, self.plan, self.around)

    @property
    def first(self) -> list[tuple[ObjectivePlanned, list[Remark]]]:
        return self.preview[:SHOWN_OBJECTIVES]

    @cached_property
    def preview(self) -> list[tuple[ObjectivePlanned, list[Remark]]]:
        """The objectives, each with what the review says of it."""
        if self.planned is None:
            return []
        found = self.planned.objectives
        return list(zip(found, remarks(found, self.around), strict=True))

    @property
    def key_results(self) -> int:
        return sum(len(each.key_results) for each, _ in self.preview)

    @property
    def remarked(self) -> list[tuple[str, int]]:
        """(severity, remarks) in the whole file, the worst first."""
        rows = Counter(remark.severity for _, found in self.preview for remark in found)
        return [(severity.value, rows[severity]) for severity in Severity if rows[severity]]
