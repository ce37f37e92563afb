"""What came of an import."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from okrflow.work_items.histories import Outcome, Result


@dataclass(kw_only=True)
class Counts:
    """`rows` of the file (of Jira: issues), of which `rejected` were not taken; work items by what became of them.

    `unknown_parents` are items whose parent is neither in the file nor known: they came in without it.
    """

    rows: int = 0
    rejected: int = 0
    items: Counter[str] = field(default_factory=Counter)
    events_added: int = 0
    unknown_parents: int = 0
    unmapped: list[str] = field(default_factory=list)

    def add(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.result is not Result.REJECTED:
                self.items[outcome.result.value] += 1
                self.events_added += outcome.events_added

    def add_parent(self, before: Outcome, now: Outcome) -> None:
        """An item counted as in `before` was given its parent, or its parent is still unknown."""
        self.unknown_parents += now.parent_unknown
        if before.result is Result.UNCHANGED and now.result is Result.UPDATED:
            self.items["unchanged"] -= 1
            self.items["updated"] += 1

    def as_json(self) -> dict[str, object]:
        """As stored, printed by the command and shown."""
        return {
            "rows": self.rows,
            "items_created": self.items["created"],
            "items_updated": self.items["updated"],
            "items_unchanged": self.items["unchanged"],
            "events_added": self.events_added,
            "rejected": self.rejected,
            "unknown_parents": self.unknown_parents,
            "unmapped": sorted(self.unmapped),
        }
