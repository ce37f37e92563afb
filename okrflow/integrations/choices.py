"""The second step of an import: what a person chose about a file, and what the page offers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from django.http import QueryDict

from okrflow.integrations.reading import dates, plans
from okrflow.integrations.reading.encodings import ENCODINGS
from okrflow.integrations.reading.errors import ReadingError, RowRejected
from okrflow.integrations.reading.guesses import evidence, issue_types, statuses
from okrflow.integrations.reading.items import Preview, preview
from okrflow.integrations.reading.kinds import KINDS
from okrflow.integrations.reading.plans import Plan
from okrflow.integrations.reading.rows import Streams
from okrflow.integrations.reading.separated import SEPARATORS
from okrflow.integrations.reading.states import NOT_MAPPED, STATES
from okrflow.integrations.reading.surveys import Survey

SHOWN_ROWS: Final = 8


def plan_from(data: QueryDict, plan: Plan, survey: Survey) -> Plan:
    """The plan with what was posted. A value that was not offered is passed over; what is missing is found later."""
    header = {"", *survey.header}
    columns = {
        role: str(data[f"column-{role}"]) if data[f"column-{role}"] in header else ""
        for role in plans.ROLES
        if f"column-{role}" in data
    }
    zone = data.get("zone", "")
    chosen = replace(
        plan,
        shape=next((shape for shape in plans.SHAPES if shape == data.get("shape")), plan.shape),
        columns={role: name for role, name in (dict(plan.columns) | columns).items() if name},
        zone=zone if zone in available_timezones() else plan.zone,
        default_kind=next((kind for kind in KINDS if kind == data.get("default_kind")), plan.default_kind),
    )
    chosen = _with_stages(chosen, data, survey)
    states = _chosen(data, "state-", statuses(chosen, survey), (*STATES, NOT_MAPPED))
    kinds = _chosen(data, "kind-", issue_types(chosen, survey), KINDS)
    return _with_dates(replace(chosen, states=states, kinds=kinds), data, survey)


def _with_stages(plan: Plan, data: QueryDict, survey: Survey) -> Plan:
    """The stages that were ticked; all columns of dates where the page did not yet ask."""
    ticked = {column.name for column in survey.columns if column.is_date}
    if "stages_asked" in data:
        ticked = set(data.getlist("stage"))
    return replace(plan, stages=tuple(name for name in survey.header if name in ticked))


def _with_dates(plan: Plan, data: QueryDict, survey: Survey) -> Plan:
    """The date format that was chosen for just these columns, if the values allow it; else the one that they prove, if any."""
    if plan.shape == "jira":
        return replace(plan, at_format="iso")
    found = evidence(plan, survey)
    allowed = found.candidates() or list(dates.FORMATS)
    at_format = data.get("at_format", "") if data.get("dates_of") == dates_of(plan) else ""
    return replace(plan, at_format=at_format if at_format in allowed else found.decided or "")


def dates_of(plan: Plan) -> str:
    """The columns about which the question of the date format is asked."""
    return "|".join(plan.date_columns())


def _chosen(data: QueryDict, prefix: str, names: Iterable[str], allowed: tuple[str, ...]) -> dict[str, str]:
    """What was chosen for the names that the file has."""
    asked = {name: data.get(f"{prefix}{name}", "") for name in names}
    return {name: str(value) for name, value in asked.items() if value in allowed}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One status or issue type: its name, the rows that have it, what is chosen, and whether the stream has it so."""

    name: str
    rows: int
    chosen: str
    known: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row as it will be read: its changes (local time, status, flow state), or the reason why it is rejected."""

    number: int
    reason: str = ""
    key: str = ""
    title: str = ""
    kind: str = ""
    parent: str = ""
    changes: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the page of the second step shows: the plan, what may be chosen instead, and the first rows as read."""

    survey: Survey
    plan: Plan
    streams: Streams
    known_states: Mapping[str, str]

    encodings = ENCODINGS
    separators = SEPARATORS
    shapes = plans.SHAPES
    states = STATES
    kinds = KINDS
    not_mapped = NOT_MAPPED

    @cached_property
    def problem(self) -> str:
        """What must be chosen before anything can be read; empty if all is said."""
        try:
            self.plan.check(self.survey.header)
        except ReadingError as error:
            return str(error)
        if not self.statuses:
            return "The column of the status holds too many different values, or none. Choose another one."
        return ""

    @property
    def date_problem(self) -> str:
        """The question about the order of day and month; empty if it is decided or chosen."""
        if self.plan.at_format:
            return ""
        if example := evidence(self.plan, self.survey).example:
            return f"Choose how to read dates like “{example}”: the values alone do not say it."
        return "Choose how the dates are written."

    @property
    def statuses(self) -> list[Offer]:
        return [
            Offer(
                name=name,
                rows=rows,
                chosen=self.plan.states.get(name, ""),
                known=name in self.known_states and self.known_states[name] == self.plan.states.get(name),
            )
            for name, rows in statuses(self.plan, self.survey).items()
        ]

    @property
    def unsure(self) -> int:
        """How many statuses nothing is chosen for."""
        return sum(1 for status in self.statuses if status.chosen in ("", NOT_MAPPED))

    @property
    def issue_types(self) -> list[Offer]:
        return [
            Offer(name=name, rows=rows, chosen=self.plan.kind_of(name))
            for name, rows in issue_types(self.plan, self.survey).items()
        ]

    @property
    def roles(self) -> list[tuple[str, str, str, bool]]:
        """(role, words, column, required) of the columns that the shape has."""
        shape = self.plan.shape
        wanted = {
            "changes": ("key", "status", "at", "kind", "title", "value_stream", "parent", "number"),
            "stages": ("key", "kind", "title", "value_stream", "parent", "number"),
            "span": ("key", "started", "closed", "kind", "title", "value_stream", "parent", "number"),
            "jira": (),
        }[shape]
        required = plans.REQUIRED[shape]
        return [
            (role, plans.ROLE_NAMES[role], self.plan.columns.get(role, ""), role in required)
            for role in wanted
        ]

    @property
    def has_parents(self) -> bool:
        return self.plan.form.format == "jira" or bool(self.plan.columns.get("parent"))

    @property
    def stages(self) -> list[tuple[str, bool]]:
        """The columns that hold dates, and whether each is a stage."""
        return [(c.name, c.name in self.plan.stages) for c in self.survey.columns if c.is_date]

    @property
    def at_formats(self) -> list[tuple[str, str]]:
        """The formats that fit the values, with what one of them would mean; then the others."""
        found = evidence(self.plan, self.survey)
        example = found.example
        if fitting := found.candidates():
            return [
                (name, f"{dates.FORMATS[name]}{_as_read(example, name, self.plan.zone)}") for name in fitting
            ]
        return list(dates.FORMATS.items())

    @property
    def dates_of(self) -> str:
        return dates_of(self.plan)

    @property
    def zones(self) -> list[str]:
        return sorted(available_timezones())

    @cached_property
    def rows(self) -> list[Line]:
        """The first rows as they will be read; none while something must be chosen first."""
        if self.problem or self.date_problem:
            return []
        return [self._line(read) for read in preview(self.survey, self.plan, self.streams)[:SHOWN_ROWS]]

    def _line(self, read: Preview) -> Line:
        if read.row is None:
            return Line(number=read.number, reason=read.rejection.reason if read.rejection else "")
        zone = ZoneInfo(self.plan.zone)
        return Line(
            number=read.number,
            key=read.row.key,
            title=read.row.title,
            parent=read.row.parent,
            kind=read.row.changes[-1].kind or self.plan.default_kind,
            changes=[
                (f"{change.at.astimezone(zone):%Y-%m-%d %H:%M}", change.status, self._state(change.status))
                for change in read.row.changes
            ],
        )

    def _state(self, status: str) -> str:
        state = self.plan.states.get(status, NOT_MAPPED)
        return "" if state == NOT_MAPPED else state


def _as_read(example: str, at_format: str, zone: str) -> str:
    """“: 05-03-2016 12:00 is 5 March 2016”."""
    try:
        instant = dates.instant_reader(at_format, ZoneInfo(zone))(example).astimezone(ZoneInfo(zone))
    except RowRejected:
        return ""
    return f": {example} is {instant.day} {instant:%B %Y}"
