"""Rows as histories: the three shapes, order, kinds, streams, rejections."""

import json
from pathlib import Path
from typing import Any

import pytest

from okrflow.integrations.reading import jira
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.guesses import guess_plan
from okrflow.integrations.reading.items import preview
from okrflow.integrations.reading.plans import Plan
from okrflow.integrations.reading.surveys import Survey
from tests.integrations.reading.helpers import STREAMS, looked_into, read


def issue(key: str = "A-1", **changes: Any) -> dict[str, Any]:
    fields = {
        "summary": "Title",
        "issuetype": {"name": "Story"},
        "status": {"name": "Done"},
        "created": "2026-07-01T00:00:00.000+0000",
    }
    histories = [
        {
            "created": "2026-07-03T00:00:00.000+0000",
            "items": [{"field": "status", "fromString": "Doing", "toString": "Done"}],
        },
        {
            "created": "2026-07-02T00:00:00.000+0000",
            "items": [{"field": "status", "fromString": "To Do", "toString": "Doing"}],
        },
    ]
    return {"id": "10001", "key": key, "self": "https://x.example/jira/rest/api/2/issue/10001", "fields": fields,
            "changelog": {"histories": histories}} | changes  # fmt: skip


def read_issues(*issues: dict[str, Any]) -> Any:
    return read(json.dumps({"issues": issues}))


def test_changes_are_grouped_by_item_and_sorted() -> None:
    found = read("key,status,at\nA,Done,2026-07-03\nB,New,2026-07-01\nA,New,2026-07-01\nA,Doing,2026-07-02\n")

    assert found.histories == {
        "A": [("2026-07-01 00:00", "New"), ("2026-07-02 00:00", "Doing"), ("2026-07-03 00:00", "Done")],
        "B": [("2026-07-01 00:00", "New")],
    }


def test_equal_instants_keep_the_order_of_the_file() -> None:
    found = read("key,status,at\nA,New,2026-07-01\nA,Doing,2026-07-01\nA,Done,2026-07-02\n")

    assert [status for _, status in found.histories["A"]] == ["New", "Doing", "Done"]


def test_equal_instants_of_a_file_with_the_newest_first_are_turned_round() -> None:
    found = read("key,status,at\nA,Done,2026-07-02\nA,Doing,2026-07-01\nA,New,2026-07-01\n")

    assert [status for _, status in found.histories["A"]] == ["New", "Doing", "Done"]


def test_kinds_and_streams_of_rows() -> None:
    found = read(
        "key,status,at,Issue Type,value_stream\nA,New,2026-07-01,,\nA,Doing,2026-07-02,Bug,Claims handling\n"
        "A,Doing,2026-07-03,,-\nA,Done,2026-07-04,Security,policy\nB,New,2026-07-04,Bug,nowhere\n"
    )

    assert [(c.stream, c.kind) for c in found.items[0].changes] == [
        (1, "feature"),
        (2, "defect"),
        (0, ""),
        (1, "risk"),
    ]
    assert [row.reason for row in found.rejected] == [
        "There is no value stream “nowhere”. Name it by its address or its name, or create it."
    ]


def test_rejected_rows_say_why() -> None:
    found = read(
        "key,status,at\nA,New,2026-07-01\n,New,2026-07-01\nB,,2026-07-01\nC,New,\nD,New,someday\nE,New,0001-01-01\n"
        "F,New,9999-12-31\nG,New,2026-07-01,more\n" + "H" * 201 + ",New,2026-07-01\nI,New\n"
    )

    assert list(found.histories) == ["A"]
    assert [(row.number, row.reason.split(":")[0]) for row in found.rejected] == [
        (3, "It has no key."),
        (4, "It has no status."),
        (5, "It has no date."),
        (6, "“someday” is no date that reads year first or month by name (2016-02-29, 29 Feb 2016)."),
        (7, "“0001-01-01” lies outside the years 1970 to 2199."),
        (8, "“9999-12-31” lies outside the years 1970 to 2199."),
        (9, "It has 4 cells and the header 3"),
        (10, "Its key is longer than 200 characters."),
        (11, "It has no date."),
    ]


def test_stages_sorted_by_date_ties_in_column_order() -> None:
    found = read(
        "key,Backlog,Doing,Testing,Done,Status\nA,2026-07-01,2026-07-03,2026-07-02,2026-07-03,Done\nB,,,,,Backlog\n"
    )

    assert found.plan.shape == "stages"
    assert [status for _, status in found.histories["A"]] == ["Backlog", "Testing", "Doing", "Done"]
    assert [row.reason for row in found.rejected] == [
        "It has no dates, and its current status is no history."
    ]


def test_span() -> None:
    found = read(
        "ID,Started,Closed,Type\n1,2026-07-01,2026-07-02,Bug\n2,2026-07-01,,Chore\n3,,2026-07-02,x\n4,2026-07-05,2026-07-02,x\n"
    )

    assert found.plan.shape == "span"
    assert found.histories == {
        "1": [("2026-07-01 00:00", "In progress"), ("2026-07-02 00:00", "Done")],
        "2": [("2026-07-01 00:00", "In progress")],
        "3": [("2026-07-02 00:00", "Done")],
    }
    assert [item.changes[0].kind for item in found.items] == ["defect", "debt", "feature"]
    assert [row.reason for row in found.rejected] == ["It was closed before it started."]


def test_ambiguous_dates_are_not_read() -> None:
    content = "key,status,at\nA,New,05/04/2026\n"

    assert guess_plan(looked_into(content), zone="UTC").at_format == ""
    with pytest.raises(ReadingError, match="day or the month first"):
        read(content)
    assert read(content, at_format="month-first").histories == {"A": [("2026-05-04 00:00", "New")]}


def test_evidence_is_taken_from_all_values() -> None:
    rows = "".join(f"A-{n},New,05/04/2026\n" for n in range(3_000))

    assert read(f"key,status,at\n{rows}Z,New,31/04/2026\nY,New,13/04/2026\n").plan.at_format == "day-first"


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        ("Issue id,Issue key,Status,Updated,Summary,Issue Type", "1,A-1,Open,2026-07-01,x,Bug",
         {"key": "Issue key", "status": "Status", "at": "Updated", "title": "Summary", "kind": "Issue Type"}),
        ("ID,Work Item Type,Title,State,Changed Date", "1,Bug,x,New,2026-07-01",
         {"key": "ID", "kind": "Work Item Type", "title": "Title", "status": "State", "at": "Changed Date"}),
        ("number,incident_state,sys_updated_at,short_description", "1,New,2026-07-01,x",
         {"key": "number", "status": "incident_state", "at": "sys_updated_at", "title": "short_description"}),
        ("issue_number,state,created_at,title", "1,open,2026-07-01,x",
         {"key": "issue_number", "status": "state", "at": "created_at", "title": "title"}),
        ("key,status,at,kind,title,value_stream", "1,open,2026-07-01,bug,x,policy",
         {name: name for name in ("key", "status", "at", "kind", "title", "value_stream")}),
    ],
)  # fmt: skip
def test_columns_by_name(header: str, row: str, columns: dict[str, str]) -> None:
    plan = guess_plan(looked_into(f"{header}\n{row}\n{row}\n"), zone="UTC")

    assert (plan.shape, dict(plan.columns)) == ("changes", columns)


def test_snapshot_is_read_by_its_dates_not_by_its_status() -> None:
    content = (
        "ID,State,Created Date,Activated Date,Resolved Date,Closed Date,Changed Date\n"
        "1,Closed,2026-06-01,2026-07-01,2026-07-02,2026-07-03,2026-07-04\n2,New,2026-06-01,,,,2026-07-04\n"
    )

    plan = guess_plan(looked_into(content), zone="UTC")

    assert (plan.shape, plan.columns["started"], plan.columns["closed"]) == (
        "span",
        "Activated Date",
        "Closed Date",
    )


def test_jira_issue() -> None:
    found = read_issues(issue())

    (item,) = found.items
    assert (item.external_id, item.key, item.title, item.url) == (
        "10001",
        "A-1",
        "Title",
        "https://x.example/jira/browse/A-1",
    )
    assert found.histories["A-1"] == [
        ("2026-07-01 00:00", "To Do"),
        ("2026-07-02 00:00", "Doing"),
        ("2026-07-03 00:00", "Done"),
    ]


def test_jira_issue_type_changes_and_flags() -> None:
    history = [
        {
            "created": "2026-07-02T00:00:00Z",
            "items": [{"field": "issuetype", "fromString": "Bug", "toString": "Story"}],
        },
        {
            "created": "2026-07-03T00:00:00Z",
            "items": [{"field": "Flagged", "fromString": None, "toString": "Impediment"}],
        },
    ]

    found = read_issues(issue(changelog={"histories": history}))

    assert [(c.status, c.kind) for c in found.items[0].changes] == [("Done", "defect"), ("Done", "feature")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"changelog": None}, "no changelog"),
        ({"changelog": {"total": 3, "histories": []}}, "Only 0 of its 3"),
        ({"key": ""}, "no key"),
        ({"fields": {"status": {"name": "New"}}}, "no date of creation"),
        ({"fields": {"created": "2026-07-01"}, "changelog": {"histories": []}}, "no status"),
        (
            {"fields": {"created": "soon", "status": {"name": "New"}}, "changelog": {"histories": []}},
            "no date",
        ),
    ],
)
def test_jira_rejections(changes: dict[str, Any], reason: str) -> None:
    found = read_issues(issue(**changes), issue("A-2", id="2"))

    assert reason in found.rejected[0].reason
    assert [item.key for item in found.items] == ["A-2"]


def test_no_address_but_of_the_web() -> None:
    assert jira.address(issue(self="javascript:alert(1)//rest/api/2/issue/1"), "A-1") == ""


def test_lone_surrogates_are_replaced() -> None:
    found = read(
        '[{"key":"A","fields":{"summary":"\\ud800","status":{"name":"New"},"created":"2026-07-01"},"changelog":{"histories":[]}}]'
    )

    assert found.items[0].title == "�"


def test_survey_and_plan_survive_storing() -> None:
    for content in ("key,status,at\nA,New,05/04/2026\n", json.dumps([issue()])):
        survey = looked_into(content)
        plan = guess_plan(survey, zone="Europe/Berlin")

        assert Survey.from_json(json.loads(json.dumps(survey.as_json()))).as_json() == survey.as_json()
        assert Plan.from_json(json.loads(json.dumps(plan.as_json()))) == plan


def test_preview_reads_as_the_import_does() -> None:
    content = "key,status,at\nA,New,2026-07-01\n,New,2026-07-01\n"
    survey = looked_into(content)

    lines = preview(survey, guess_plan(survey, zone="UTC"), STREAMS)

    assert lines[0].row is not None
    assert lines[0].row.changes == read(content).items[0].changes
    assert lines[1].rejection == read(content).rejected[0]


def test_real_incidents(shared_data: Path) -> None:
    found = read((shared_data / "incident_event_log.csv").read_bytes())

    assert (found.rows, len(found.items), len(found.rejected)) == (5_998, 890, 0)
    assert (found.plan.shape, found.plan.at_format) == ("changes", "day-first")
    assert {role: found.plan.columns[role] for role in ("key", "status", "at")} == {
        "key": "number", "status": "incident_state", "at": "sys_updated_at",
    }  # fmt: skip
    assert found.plan.states == {
        "New": "new", "Active": "active", "Awaiting User Info": "waiting", "Awaiting Problem": "waiting",
        "Awaiting Vendor": "waiting", "Awaiting Evidence": "waiting", "Resolved": "done", "Closed": "done",
    }  # fmt: skip


def test_real_started_and_closed(shared_data: Path) -> None:
    found = read((shared_data / "started_closed.csv").read_bytes())

    assert (found.plan.shape, found.plan.at_format, len(found.rejected)) == ("span", "month-first", 0)
    assert len(found.items) == 266
    assert sum(1 for item in found.items if item.changes[-1].status != "Done") == 5


def test_real_jira_issues_equal_the_peer(shared_data: Path) -> None:
    """From "Next" (there: Committed) to "Done" in whole days, as jira-agile-metrics computes them."""
    found = read((shared_data / "jira/search_issues.json").read_bytes())
    peer = read((shared_data / "jira/expected/cycletime.csv").read_bytes())
    ours = {i.key: {c.status: c.at.date() for c in i.changes} for i in found.items}
    theirs = {i.key: {c.status: c.at.date() for c in i.changes} for i in peer.items}

    finished = [key for key, days in ours.items() if "Done" in days]

    assert len(finished) == 14
    for key in finished:
        assert (ours[key]["Next"], ours[key]["Done"]) == (theirs[key]["Committed"], theirs[key]["Done"])


def test_unreadable_dates_are_asked_about_where_the_name_speaks_for_dates() -> None:
    plan = guess_plan(looked_into("key,status,at\nA,New,soon\n"), zone="UTC")

    assert (plan.columns["at"], plan.at_format) == ("at", "")


@pytest.mark.parametrize(
    ("header", "parent", "number"),
    [
        ("Issue key,Status,Updated,Parent key,Parent", "Parent key", None),
        ("Issue key,Issue id,Status,Updated,Parent id", "Parent id", "Issue id"),
        ("Issue key,Issue id,Status,Updated,Custom field (Epic Link)", "Custom field (Epic Link)", None),
        ("ID,State,Changed Date,Parent", "Parent", None),
        ("key,status,at,parent", "parent", None),
    ],
)
def test_the_column_of_parents_is_guessed(header: str, parent: str, number: str | None) -> None:
    names = header.split(",")
    row = ",".join("2026-07-01" if name in ("Updated", "Changed Date", "at") else "7" for name in names)

    columns = guess_plan(looked_into(f"{header}\n{row}\n"), zone="UTC").columns

    assert (columns.get("parent"), columns.get("number")) == (parent, number)


def test_parents_named_by_number_are_found_by_key() -> None:
    found = read(
        "Issue key,Issue id,Status,Updated,Parent id\nA-2,102,New,2026-07-01,101\nA-3,103,New,2026-07-01,99\n"
        "A-1,101,New,2026-07-01,\nA-2,102,Done,2026-07-02,\n"
    )

    assert {item.key: item.parent for item in found.items} == {"A-2": "A-1", "A-3": "99", "A-1": ""}


def test_parents_of_jiras_issues() -> None:
    epic = issue("A-1", id="10000")
    story = issue("A-2", id="10002")
    story["fields"] = story["fields"] | {"parent": {"id": "10000", "key": "A-1"}}

    found = read_issues(epic, story)

    assert [item.parent for item in found.items] == ["", "10000"]
    assert [line.row.parent for line in preview(found.survey, found.plan, STREAMS) if line.row] == ["", "A-1"]
