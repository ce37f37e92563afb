"""The names that tools give to the columns of their exports; matched and shown, never taken for granted.

Sources, as far as there are public ones:

- Viva Goals (formerly Ally): Row ID, Title, Parent (the parent's row ID), Entity (the team), Owner Email, Time Period and Start
  Date are the columns of its import template (help.ally.io, articles/5221009); the article's list of the other nine of
  its sixteen, and of what the export adds, could not be read. Those names here are the words of its pages.
- Tability and Perdoo: no public list of the exports' columns was found. The names here are the words of their help pages
  (Tability: plan, objective, outcome, start, target; Perdoo: lead, timeframe, metric unit, current value, target
  value) and are to be corrected with the first real file.
- A plain sheet: the words of people who keep OKRs in one; also what okrflow itself writes.

A file whose columns are named otherwise is read all the same: a person chooses the columns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Shape = Literal["rows", "tree"]
"""A row a key result with its objective beside it, or a row each for objectives and key results, linked by parents."""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """`names`: of each role the column names in small letters, likeliest first; `telling`: those that no other tool has."""

    label: str
    shape: Shape
    names: Mapping[str, str]
    telling: frozenset[str]


_PLAIN: Final = {
    "objective": "objective|objective title|objective name|objective text|goal|o",
    "key_result": "key result|key result title|key result name|kr|key results|result|outcome",
    "stream": "owner stream|value stream|stream|team|owning team|owner team|department|group|squad",
    "owner": "owner|owner email|owner name|kept by|responsible|lead|assignee|person|dri",
    "cycle": "cycle|time period|timeframe|period|quarter|session|time frame",
    "starts_on": "start date|starts on|begins|from|cycle start",
    "ends_on": "end date|ends on|due date|due|deadline|until|cycle end",
    "metric": "metric|metric name|measure|kpi|indicator|measured by",
    "unit": "unit|metric unit|units|unit of measure",
    "aim": "aim|direction|target type|metric direction",
    "baseline": "baseline|start value|starting value|initial value|start|from value|initial|metric start",
    "target": "target|target value|goal value|to value|metric target",
    "current": "current|current value|actual|latest value|value|now|current score",
    "at": "value date|as of|measured on|date|updated on|last check in|check in date|last updated",
    "parent": "parent|parent objective|supports|aligned to|aligned with|alignment|contributes to|parent title",
    "why": "why|description|objective description|rationale|context|details",
    "confidence": "confidence|confidence level",
    "status": "status|state|progress status|health|stage",
    "tags": "tags|tag|labels|label",
}
PRESETS: Final[Mapping[str, Preset]] = {
    "viva": Preset(
        label="Viva Goals",
        shape="tree",
        names=_PLAIN
        | {
            "id": "row id|okr id|id|objective id",
            "title": "title|objective|objective title|okr title|name",
            "type": "type|okr type|objective type|entity type",
            "parent": "parent|parent id|parent row id|aligned to|parent title",
            "stream": "entity|team|teams|owning team|team name",
            "owner": "owner email|owner|owners|owner name",
            "metric": "metric name|metric",
            "baseline": "metric start value|start value|start",
            "target": "metric target value|target value|target",
            "current": "metric current value|current value|current",
        },
        telling=frozenset(("row id", "entity", "okr id", "okr type", "time period")),
    ),
    "tability": Preset(
        label="Tability",
        shape="rows",
        names=_PLAIN
        | {
            "objective": "objective|objective title|objective name",
            "key_result": "outcome|outcome title|outcome name|key result",
            "cycle": "plan|plan title|plan name",
            "baseline": "start|starting value|start value|from",
            "current": "current|current value|score|last value",
            "at": "last check in|last check in at|checked in at|updated at",
            "parent": "parent|parent plan|parent objective|parent outcome",
        },
        telling=frozenset(("outcome", "outcome title", "outcome name", "plan", "plan title", "plan name")),
    ),
    "perdoo": Preset(
        label="Perdoo",
        shape="tree",
        names=_PLAIN
        | {
            "id": "id|goal id",
            "title": "name|goal|title|goal name",
            "type": "type|goal type|item type",
            "parent": "aligned to|parent|parent name|aligned with|parent goal",
            "stream": "team|teams|group|groups|owner team",
            "owner": "lead|lead email|owner",
            "cycle": "timeframe|time frame",
            "unit": "metric unit|unit",
            "metric": "metric|metric name",
        },
        telling=frozenset(("lead", "timeframe", "metric unit", "goal type", "progress driver")),
    ),
    "plain": Preset(label="a plain sheet", shape="rows", names=_PLAIN, telling=frozenset()),
}


def plain(name: str) -> str:
    """A column's name as it is compared: small letters, words apart by one space."""
    return " ".join(re.sub(r"[^\w%#]|_", " ", name.casefold()).split())


def preset_of(header: Sequence[str]) -> str:
    """The tool whose names a header has: two of those that only it has, else a plain sheet."""
    names = set(map(plain, header))
    told = {key: len(names & preset.telling) for key, preset in PRESETS.items()}
    best = max(told, key=lambda key: told[key])
    return best if told[best] >= 2 or (_is_outcome_file(names) and best == "tability") else "plain"


def _is_outcome_file(names: set[str]) -> bool:
    return "outcome" in names and "key result" not in names


def columns_of(preset: str, header: Sequence[str]) -> dict[str, str]:
    """The column of each role that has one by the preset's names; no column has two roles."""
    free = {plain(name): name for name in reversed(header)}
    found = {}
    for role, names in PRESETS[preset].names.items():
        if role not in ROLES_OF[PRESETS[preset].shape]:
            continue
        name = next((name for name in names.split("|") if name in free), None)
        if name is not None:
            found[role] = free.pop(name)
    return found


_SHARED: Final = (
    "stream", "owner", "cycle", "starts_on", "ends_on", "metric", "unit", "aim", "baseline", "target", "current",
    "at", "parent", "why",
)  # fmt: skip
ROLES_OF: Final[Mapping[Shape, tuple[str, ...]]] = {
    "rows": ("objective", "key_result", *_SHARED),
    "tree": ("id", "title", "type", *_SHARED),
}
NOT_TAKEN: Final[Mapping[str, str]] = {
    "confidence": "say it with the first check-in",
    "status": "it follows from the values",
    "tags": "there are none here",
}


def not_taken(header: Sequence[str], used: frozenset[str]) -> list[tuple[str, str]]:
    """The columns that are left, with the reason where there is one."""
    reasons = {name: why for role, why in NOT_TAKEN.items() for name in _PLAIN[role].split("|")}
    return [(name, reasons.get(plain(name), "")) for name in header if name not in used]
