"""What the names of statuses and issue types speak for."""

import pytest

from okrflow.integrations.reading.kinds import guess_kind
from okrflow.integrations.reading.states import guess_state

STATES = {
    "new": ["New", "Open", "To Do", "TODO", "to-do", "Backlog", "Proposed", "Approved", "Triage",
            "Not started", "Product Backlog"],
    "active": [
        "Active", "In Progress", "in_progress", "Doing", "Committed", "In Review", "Work in Progress", "QA", "Build",
        "Testing", "Code review", "In Development", "Analysis", "UAT", "Implement", "Under Investigation", "Fix in Progress",
    ],
    "waiting": [
        "Awaiting User Info", "Awaiting Vendor", "On Hold", "Blocked", "Ready for QA", "Ready to deploy",
        "Waiting for support",
        "Pending", "Selected for Development", "Next", "Ready",
        "Development done", "Code complete", "To be released", "Reopened",
    ],
    "done": ["Done", "Closed", "Resolved", "Completed",
             "Closed Complete", "Released", "Merged", "Shipped ✅", "closed (fixed)"],
    "cancelled": [
        "Cancelled", "Canceled", "Removed", "Won't Do", "Won’t fix", "Rejected", "Duplicate", "Closed as not planned",
        "Closed Incomplete", "Closed - won't do", "not_planned", "Abandoned",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("state", "name"), [(state, name) for state, names in STATES.items() for name in names]
)
def test_states(state: str, name: str) -> None:
    assert guess_state(name) == state


@pytest.mark.parametrize("name", ["Fertig", "Phase 2", "", "17", "Lane A"])
def test_unknown_statuses_are_not_guessed(name: str) -> None:
    assert guess_state(name) is None


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("feature", ["Story", "User Story", "Feature", "Task", "Epic", "Enhancement", "Whatever", ""]),
        ("defect", ["Bug", "Defect", "Incident", "Production bug", "Hotfix"]),
        ("risk", ["Risk", "Vulnerability", "Security", "Security bug"]),
        ("debt", ["Tech Debt", "Technical debt", "Chore", "Refactoring", "Maintenance"]),
    ],
)
def test_kinds(kind: str, names: list[str]) -> None:
    assert [guess_kind(name) for name in names] == [kind] * len(names)
