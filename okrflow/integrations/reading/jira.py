"""Jira's search result as JSON: a list of issues, or an object with `issues`, with their changelogs.

The fields are those of Jira's REST API, “Search for issues using JQL”, with `expand=changelog`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from okrflow.integrations.reading.dates import instant_reader
from okrflow.integrations.reading.errors import ReadingError, RowRejected
from okrflow.integrations.reading.limits import MAX_JSON_BYTES

Issue = Mapping[str, Any]
FIELDS = ("status", "issuetype")
instant = instant_reader("iso", ZoneInfo("UTC"))
EXPORT = "Fetch it from /rest/api/3/search/jql with expand=changelog and save the whole answer."


@dataclass(frozen=True, kw_only=True)
class Step:
    """The status and the issue type of an issue from `at` on."""

    at: datetime
    status: str
    issue_type: str


def load(file: BinaryIO) -> list[Issue]:
    """All issues. Raises ReadingError for what is no search result."""
    if file.seek(0, 2) > MAX_JSON_BYTES:
        raise ReadingError(
            f"The JSON is larger than {MAX_JSON_BYTES // 2**20} MiB. Fetch and import it in parts."
        )
    file.seek(0)
    try:
        found = json.loads(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ReadingError("The JSON is not UTF-8. Save Jira’s answer as it comes.") from error
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"The JSON is damaged or was cut off ({_place(error)}). {EXPORT}") from error
    issues = found.get("issues") if isinstance(found, dict) else found
    if not isinstance(issues, list) or not all(isinstance(issue, dict) for issue in issues):
        raise ReadingError(f"This JSON is no search result of Jira: it has no list of issues. {EXPORT}")
    if not issues:
        raise ReadingError("Jira’s search result holds no issues. Widen the search.")
    return issues


def _place(error: Exception) -> str:
    return f"line {error.lineno:,}" if isinstance(error, json.JSONDecodeError) else "nested too deeply"


def steps(issue: Issue) -> list[Step]:
    """The issue's history: as created, then each change of status or issue type, in the order of time.

    Raises RowRejected where the changelog is missing or not whole: the current status is no history.
    """
    changes = list(_changes(issue))
    current = {name: _name(_fields(issue).get(name)) for name in FIELDS}
    values = {
        name: next((before for _, field, before, _ in changes if field == name), current[name])
        for name in FIELDS
    }
    created = _fields(issue).get("created")
    if not isinstance(created, str) or not created:
        raise RowRejected("It has no date of creation.")
    found = [Step(at=instant(created), status=values["status"], issue_type=values["issuetype"])]
    for at, field, _, after in changes:
        values[field] = after
        found.append(Step(at=at, status=values["status"], issue_type=values["issuetype"]))
    return found


def _changes(issue: Issue) -> Iterator[tuple[datetime, str, str, str]]:
    """(at, field, from, to) of each change, oldest first (Jira Cloud gives the newest first)."""
    changelog = issue.get("changelog")
    histories = changelog.get("histories") if isinstance(changelog, dict) else None
    if not isinstance(histories, list):
        raise RowRejected(
            "It has no changelog, and its current status is no history. Fetch it with expand=changelog."
        )
    total = changelog.get("total") if isinstance(changelog, dict) else None
    if isinstance(total, int) and total > len(histories):
        raise RowRejected(
            f"Only {len(histories)} of its {total} changes are in the file. Fetch its whole changelog."
        )
    entries = [
        entry for entry in histories if isinstance(entry, dict) and isinstance(entry.get("created"), str)
    ]
    for entry in sorted(entries, key=lambda entry: instant(entry["created"])):
        for item in entry.get("items") or ():
            if isinstance(item, dict) and item.get("field") in FIELDS:
                yield (
                    instant(entry["created"]),
                    item["field"],
                    _text(item.get("fromString")),
                    _text(item.get("toString")),
                )


def statuses(issue: Issue) -> list[str]:
    """The different statuses of an issue, in the order of its history; none if that cannot be read."""
    return _distinct(issue, "status")


def issue_types(issue: Issue) -> list[str]:
    return _distinct(issue, "issue_type")


def _distinct(issue: Issue, name: str) -> list[str]:
    try:
        return [value for value in dict.fromkeys(getattr(step, name) for step in steps(issue)) if value]
    except RowRejected:
        return []


def compact(issue: Issue) -> dict[str, Any]:
    """The parts of an issue that are read, for the preview."""
    fields = _fields(issue)
    changelog = issue.get("changelog")
    return {
        "id": issue.get("id"),
        "key": issue.get("key"),
        "self": issue.get("self"),
        "fields": {name: fields.get(name) for name in ("summary", "created", "parent", *FIELDS)},
        "changelog": changelog if isinstance(changelog, dict) else None,
    }


def identity(issue: Issue) -> tuple[str, str]:
    """(external id, key): Jira's permanent number where it gives one, else the key. Raises RowRejected."""
    key = _text(issue.get("key")).strip()
    if not key:
        raise RowRejected("It has no key.")
    return _text(issue.get("id")).strip() or key, key


def parent(issue: Issue) -> str:
    """The external id of the issue that it is a part of; empty if it has none."""
    found = _fields(issue).get("parent")
    return identity(found)[0] if isinstance(found, dict) and found.get("key") else ""


def parent_key(issue: Issue) -> str:
    found = _fields(issue).get("parent")
    return _text(found.get("key")) if isinstance(found, dict) else ""


def title(issue: Issue) -> str:
    return _text(_fields(issue).get("summary"))


def address(issue: Issue, key: str) -> str:
    """The issue's page, from the address of its REST resource; empty unless that is one of the web."""
    parts = urlsplit(_text(issue.get("self")))
    base, found, _ = parts.path.partition("/rest/api/")
    if parts.scheme not in ("http", "https") or not parts.netloc or not found:
        return ""
    return f"{parts.scheme}://{parts.netloc}{base}/browse/{quote(key)}"


def _fields(issue: Issue) -> Mapping[str, Any]:
    fields = issue.get("fields")
    return fields if isinstance(fields, dict) else {}


def _name(value: Any) -> str:
    return _text(value.get("name")) if isinstance(value, dict) else ""


def _text(value: Any) -> str:
    return str(value) if isinstance(value, (str, int)) else ""
