"""A scenario as its pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from okrflow.web.numbers import format_share
from okrflow.what_if import sentences
from okrflow.what_if.changes import in_words
from okrflow.what_if.models import Scenario
from okrflow.what_if.results import not_offered

Json = Mapping[str, Any]

ROWS: Final = (
    ("flow_time_days", "Flow time, p50", "days"),
    ("velocity_per_week", "Velocity a week", "number"),
    ("load", "Load", "number"),
    ("efficiency", "Flow efficiency", "percent"),
)
"""The figures of an answer in their order, each with its name and how it is written."""


MEASURES: Final = {
    "flow_time_p50": ("Flow time, p50", "days", "flow_time"),
    "flow_time_p85": ("Flow time, p85", "days", "flow_time"),
    "velocity": ("Velocity a week", "number", "velocity"),
    "load": ("Mean load", "number", ""),
}
"""What a fit is judged by: its name, how it is written, and the figure whose items are behind it."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A figure today and then, as the mean of all runs, and the difference in 90 % of them, of shares in points."""

    name: str
    style: str
    today: float | None
    then: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class FitRow:
    """A figure of the window as it was and as the model has it; `error` and `tolerance` are shares of what was observed."""

    name: str
    style: str
    observed: float
    modelled: float
    error: float
    tolerance: float
    within: bool
    items_url: str

    @property
    def off_by(self) -> str:
        return format_share(self.error, 1, signed=True)


@dataclass(frozen=True, kw_only=True)
class AnswerShown:
    """One reading's answer."""

    rows: list[Row]
    sentences: list[str]
    released: Json
    waiting_to_start: Json | None
    constraint_today: str | None
    constraint_then: str | None
    replications: int


class Shown:
    """A scenario with its model and answers in words."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.result: Json = scenario.result or {}

    @property
    def change(self) -> str:
        return in_words(self.scenario.changes)

    @property
    def last(self) -> date:
        """The window's last day."""
        return self.scenario.to_on - timedelta(days=1)

    @property
    def doubts(self) -> str:
        return " ".join(sentences.doubt_sentences(self.result))

    @property
    def fit(self) -> str:
        return sentences.fit_sentence(self.result)

    @property
    def fit_rows(self) -> list[FitRow]:
        return [self._fit_row(check) for check in self.result["fit"]]

    def _fit_row(self, check: Json) -> FitRow:
        name, style, figure = MEASURES[check["measure"]]
        window = {"from": self.scenario.first_on.isoformat(), "to": self.scenario.to_on.isoformat()}
        items = (
            f"{self.scenario.value_stream.get_absolute_url()}items/?{urlencode({'figure': figure} | window)}"
        )
        return FitRow(
            name=name,
            style=style,
            items_url=items if figure else "",
            **{each: check[each] for each in ("observed", "modelled", "error", "tolerance", "within")},
        )

    @property
    def stages(self) -> list[tuple[Json, str]]:
        """The model of each stage, and what that means."""
        return [(each, sentences.reading_sentence(each)) for each in self.result["stages"]]

    @property
    def unclear(self) -> list[str]:
        return sentences.unclear_stages(self.result)

    @property
    def refused(self) -> list[str]:
        """Why the changes asked for can't be simulated, if they can't."""
        refused = not_offered(self.result["offers"], self.scenario.changes)
        return [f"{offer['stage'] or offer['kind']}: {sentences.why_not(offer)}" for offer in refused]

    @property
    def notes(self) -> list[str]:
        """What a removed line means, if one is removed."""
        stages = [change["stage"] for change in self.scenario.changes if "no_waiting" in change]
        return sentences.capacity_notes(self.result, stages)

    @cached_property
    def answers(self) -> list[AnswerShown]:
        return [_answer(each) for each in self.result["answers"]]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A saved scenario in the table that puts them side by side; without a result no rows."""

    scenario: Scenario
    change: str
    rows: list[Row]
    doubts: str

    @property
    def trusted(self) -> bool:
        return not self.doubts

    @classmethod
    def of(cls, scenario: Scenario) -> "Compared":
        result = scenario.result or {"answers": [], "doubts": []}
        rows = _rows(result["answers"][0])[:3] if result["answers"] else []
        doubts = " ".join(sentences.doubt_sentences(result))
        return cls(scenario=scenario, change=in_words(scenario.changes), rows=rows, doubts=doubts)


def _answer(answer: Json) -> AnswerShown:
    return AnswerShown(
        rows=_rows(answer),
        sentences=sentences.answer_sentences(answer),
        released=answer["released_items"],
        waiting_to_start=answer["waiting_to_start"],
        constraint_today=answer["constraint_today"],
        constraint_then=answer["constraint_scenario"],
        replications=answer["replications"],
    )


def _rows(answer: Json) -> list[Row]:
    return [
        Row(
            name=name,
            style=style,
            today=_of(answer["today"][figure], "mean"),
            then=_of(answer["scenario"][figure], "mean"),
            low=_of(answer["difference"][figure], "p5", style),
            high=_of(answer["difference"][figure], "p95", style),
        )
        for figure, name, style in ROWS
    ]


def _of(band: Json | None, name: str, style: str = "") -> float | None:
    return None if band is None else float(band[name]) * (100 if style == "percent" else 1)
