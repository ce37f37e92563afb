"""What came of an import."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from okrflow.work_items.histories import Outcome, Result


@dataclass(kw_only=True)
class Counts:
    """`rows` of the file (of Jira: issues), of which `rejected` were not taken; work items by what became of them."""

    rows: int = 0
    rejected: int = 0
    items: Counter[str] = field(default_factory=Counter)
    events_added: int = 0
    unmapped: list[str] = field(default_factory=list)

    def add(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.result is not Result.REJECTED:
                self.items[outcome.result.value] += 1
                self.events_added += outcome.events_added

    def as_json(self) -> dict[str, object]:
        """As stored, printed by the command and shown."""
        return {
            "rows": self.rows,
            "items_created": self.items["created"],
            "items_updated": self.items["updated"],
            "items_unchanged": self.items["unchanged"],
            "events_added": self.events_added,
            "rejected": self.rejected,
            "unmapped": sorted(self.unmapped),
        }
