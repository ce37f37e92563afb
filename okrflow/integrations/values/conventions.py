"""How the dates and numbers of a file of values are to be read: as the file proves it, else as a person says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from okrflow.integrations.reading.dates import FORMATS
from okrflow.integrations.reading.encodings import ENCODINGS
from okrflow.integrations.reading.numbers import MARKS
from okrflow.integrations.reading.texts import shortened
from okrflow.integrations.reading.values import ValuesTable
from okrflow.metrics.models import Metric, UnitKind

SHARES, PER_HUNDRED = "shares", "per_hundred"
PERCENTS = {PER_HUNDRED: "22 is 22 %", SHARES: "0.22 is 22 %"}


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something about the file that a person says: a field with its choices; `problem` while it must be answered."""

    name: str
    label: str
    choices: Mapping[str, str]
    chosen: str
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Conventions:
    """`at_format` and `decimal` are empty while undecided."""

    at_format: str
    decimal: str
    percents: str
    questions: tuple[Question, ...]

    @classmethod
    def of(cls, table: ValuesTable, metric: Metric, asked: Mapping[str, str]) -> Self:
        """What was asked for where the file leaves a choice, and what is still to be said."""
        possible = (
            _encoding(table, asked),
            _dates(table, asked),
            _numbers(table, asked),
            _percents(table, metric, asked),
        )
        questions = tuple(each for each in possible if each is not None)
        said = {question.name: question.chosen for question in questions}
        return cls(
            at_format=said.get("at_format", table.dates.decided or "iso"),
            decimal=said.get("decimal", table.marks.decided or "."),
            percents=said.get("percents", PER_HUNDRED),
            questions=questions,
        )

    @property
    def decided(self) -> bool:
        return not any(question.problem for question in self.questions)


def encoding_asked(asked: Mapping[str, str]) -> str:
    """The encoding that a person has chosen of those offered (Python's codecs know stranger names, like zip)."""
    name = asked.get("encoding", "")
    return name if name in ENCODINGS else ""


def _encoding(table: ValuesTable, asked: Mapping[str, str]) -> Question | None:
    if not (table.form.encoding_guessed or encoding_asked(asked)):
        return None
    return _question("encoding", "Encoding", ENCODINGS, {"encoding": table.form.encoding})


def _dates(table: ValuesTable, asked: Mapping[str, str]) -> Question | None:
    candidates = table.dates.candidates()
    if len(candidates) < 2:
        return None
    choices = {name: FORMATS[name] for name in candidates}
    problem = f"“{shortened(table.dates.example)}” can be more than one day. Say how the dates are written."
    return _question("at_format", "Dates are written with", choices, asked, problem)


def _numbers(table: ValuesTable, asked: Mapping[str, str]) -> Question | None:
    if table.marks.decided:
        return None
    example = shortened(table.marks.unclear)
    problem = (
        f"“{example}” can be more than one number. Say what stands before the decimals."
        if example and not table.marks.proven
        else "Some numbers have a point before their decimals, others a comma. Say which is right."
    )
    return _question("decimal", "Before the decimals stands", MARKS, asked, problem)


def _percents(table: ValuesTable, metric: Metric, asked: Mapping[str, str]) -> Question | None:
    if metric.unit_kind != UnitKind.PERCENT:
        return None
    likely = SHARES if table.own else PER_HUNDRED
    return _question("percents", "Percent without their sign", PERCENTS, {"percents": likely} | dict(asked))


def _question(
    name: str, label: str, choices: Mapping[str, str], asked: Mapping[str, str], problem: str = ""
) -> Question:
    chosen = asked.get(name, "")
    chosen = chosen if chosen in choices else ""
    return Question(name=name, label=label, choices=choices, chosen=chosen, problem="" if chosen else problem)
