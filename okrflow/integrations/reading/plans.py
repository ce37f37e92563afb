"""How a file is to be read, as a person confirmed it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.kinds import KindName, guess_kind
from okrflow.integrations.reading.recognising import Form

Shape = Literal["changes", "stages", "span", "jira"]
SHAPES: dict[Shape, str] = {
    "changes": "a row for each change",
    "stages": "a row for each item, a column for each stage",
    "span": "a row for each item, with its start and its end",
}
ROLES = ("key", "status", "at", "kind", "title", "value_stream", "parent", "number", "started", "closed")
REQUIRED: dict[Shape, tuple[str, ...]] = {
    "changes": ("key", "status", "at"),
    "stages": ("key",),
    "span": ("key",),
    "jira": (),
}
STARTED, CLOSED = "In progress", "Done"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`columns` names a column for each role; `stages` names those that hold dates, in the order of the file.

    `states` maps statuses to flow states (one that is absent stays unmapped), `kinds` issue types to kinds; `at_format`
    is a key of `dates.FORMATS` or a pattern, empty while undecided; `zone` is for instants without an offset.
    """

    form: Form
    shape: Shape
    columns: Mapping[str, str] = field(default_factory=dict)
    stages: tuple[str, ...] = ()
    at_format: str = ""
    zone: str = "UTC"
    states: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    default_kind: KindName = "feature"
    history: Literal["append", "replace"] = "append"

    def kind_of(self, issue_type: str) -> str:
        """The kind of an issue type; one that nobody mapped is guessed."""
        return self.kinds.get(issue_type) or (guess_kind(issue_type) if issue_type else self.default_kind)

    def date_columns(self) -> list[str]:
        """The columns whose instants are read."""
        match self.shape:
            case "changes":
                names = [self.columns.get("at", "")]
            case "span":
                names = [
                    self.columns.get("started", ""),
                    self.columns.get("closed", ""),
                ]
            case _:
                names = list(self.stages)
        return [name for name in names if name]

    def check(self, header: list[str]) -> None:
        """Raise ReadingError unless the columns exist and suffice."""
        if self.shape == "jira":
            return
        for name in [*self.columns.values(), *self.stages]:
            if name and name not in header:
                raise ReadingError(f"There is no column “{name}”. The file has: {', '.join(header[:40])}.")
        missing = [role for role in REQUIRED[self.shape] if not self.columns.get(role)]
        if missing:
            raise ReadingError(
                f"Say which column holds {' and '.join(ROLE_NAMES[role] for role in missing)}."
            )
        if not self.date_columns():
            raise ReadingError(
                "Say which columns hold dates: its changes, its stages, or its start and its end."
            )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Plan":
        form = Form(**stored["form"] | {"sheets": tuple(stored["form"]["sheets"])})
        return replace(cls(**stored), form=form, stages=tuple(stored["stages"]))


ROLE_NAMES = {
    "key": "the key of the item",
    "status": "its status",
    "at": "when it changed",
    "kind": "its kind",
    "title": "its title",
    "value_stream": "its value stream",
    "parent": "its parent",
    "number": "its number, if parents are named by it",
    "started": "when it started",
    "closed": "when it was closed",
}
