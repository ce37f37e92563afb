"""manage.py import_work_items"""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from okrflow.value_streams.models import FlowState
from okrflow.work_items.models import WorkItem
from tests.integrations.people import Northwind, northwind


@pytest.fixture
def place(transactional_db: None) -> Northwind:
    return northwind()


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command(
        "import_work_items",
        str(path),
        "--organisation",
        "northwind",
        "--value-stream",
        "policy",
        *options,
        stdout=out,
    )
    return out.getvalue()


def as_json(path: Path, *options: str) -> dict[str, Any]:
    return json.loads(run(path, "--json", *options))


def test_real_incidents(shared_data: Path, place: Northwind) -> None:
    counts = as_json(
        shared_data / "incident_event_log.csv", "--zone", "UTC",
        "--columns", "key=number,status=incident_state,at=sys_updated_at",
        "--states", "New=new,Active=active,Awaiting*=waiting,Resolved=done,Closed=done",
    )  # fmt: skip

    assert {name: counts[name] for name in ("rows", "items_created", "rejected", "unmapped", "at_format")} == {
        "rows": 5998, "items_created": 890, "rejected": 0, "unmapped": [], "at_format": "day-first",
    }  # fmt: skip
    stages = place.policy.stages.order_by("order").values_list("status__name", "flow_state")
    assert [name for name, state in stages if state == FlowState.DONE] == ["Resolved", "Closed"]
    assert WorkItem.objects.exclude(facts__finished_at=None).count() > 800
    assert as_json(shared_data / "incident_event_log.csv")["items_unchanged"] == 0  # the zone is another one


def test_same_export_twice_changes_nothing(shared_data: Path, place: Northwind) -> None:
    run(shared_data / "incident_event_log.csv")

    again = as_json(shared_data / "incident_event_log.csv")

    assert (again["items_unchanged"], again["events_added"]) == (890, 0)


def test_real_span_and_jira(shared_data: Path, place: Northwind) -> None:
    assert "266 created" in run(shared_data / "started_closed.csv")
    assert "Done=done" in run(shared_data / "jira/search_issues.json")
    assert WorkItem.objects.filter(source="jira").count() == 20


def test_ambiguous_dates_name_the_option(place: Northwind, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("key,status,at\nA,New,03/07/2026\n")

    with pytest.raises(CommandError, match="--at-format: day-first or month-first"):
        run(path)
    assert "1 created" in run(path, "--at-format", "day-first")


def test_unknown_statuses_are_named(place: Northwind, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("key,status,at\nA,Fertig,2026-07-01\nB,New,2026-07-01\n")

    assert "counted as waiting: Fertig" in run(path)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--columns", "key=nope,status=status,at=at"), "no column “nope”"),
        (("--columns", "key=key,colour=at"), "knows no “colour”"),
        (("--columns", "key"), "name=value"),
        (("--states", "New=somewhere"), "none of new, active"),
        (("--kinds", "Bug=pest"), "none of feature"),
        (("--zone", "Mars/Base"), "no time zone"),
        (("--at-format", "sideways"), "--at-format takes"),
        (("--value-stream", "nope"), "no value stream “nope”"),
    ],
)
def test_wrong_options(place: Northwind, tmp_path: Path, options: tuple[str, str], words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("key,status,at\nA,New,2026-07-01\n")

    with pytest.raises(CommandError, match=words):
        run(path, *options)


def test_stages_kinds_pattern_and_replace(place: Northwind, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('key,"In, queue",Done,Type\nA,01.07.2026,2.7.2026,Käfer\n')

    counts = as_json(
        path, "--columns", 'key=key,"stage=In, queue",stage=Done,kind=Type', "--at-format", "%d.%m.%Y",
        "--kinds", "Käfer=defect", "--states", '"In, queue=waiting",Done=done', "--history", "replace",
    )  # fmt: skip

    assert (counts["shape"], counts["events_added"], counts["unmapped"]) == ("stages", 2, [])
    assert WorkItem.objects.get().facts.finished_kind == 1


def test_missing_file(place: Northwind, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.csv")
