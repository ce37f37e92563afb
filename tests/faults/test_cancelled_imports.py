"""An import that is cancelled half-way leaves nothing behind, and can be made after all."""

from tests.faults.conftest import ITEMS, Organisation
from tests.real import Launcher

EMPTY = (
    "work_items_workitem",
    "work_items_event",
    "work_items_interval",
    "work_items_itemfacts",
    "work_items_flowday",
    "work_items_stageday",
    "work_items_staleitem",
    "value_streams_status",
)


def test_it_leaves_no_rows(launcher: Launcher, organisations: dict[str, Organisation]) -> None:
    cancelled = organisations["cancel"]
    job = cancelled.import_it()
    job.wait_for_step("Writing", 0.5)

    cancelled.call("DELETE", f"jobs/{job.uuid}")

    job.wait_until("cancelled")
    assert {table: cancelled.count(table) for table in EMPTY} == dict.fromkeys(EMPTY, 0)
    assert "stream: right" in launcher.manage("check_rollups", "--organisation", cancelled.slug)

    cancelled.import_it().wait_until("done")
    assert cancelled.count("work_items_workitem") == ITEMS
