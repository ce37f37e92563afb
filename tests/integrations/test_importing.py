"""An import as the worker carries it out: all or nothing, twice as once."""

import io
from typing import Any

import pytest
from django.db import connection

from okrflow.integrations import importing, rejections, services
from okrflow.integrations.models import ImportChunk, RejectedRow, WorkItemImport
from okrflow.integrations.reading import texts
from okrflow.integrations.tasks import import_work_items
from okrflow.jobs import runs
from okrflow.jobs.models import Job, JobState
from okrflow.value_streams.models import FlowState
from okrflow.web.locks import Turn
from okrflow.work_items.models import Event, Kind, WorkItem
from tests.integrations.people import Northwind, northwind

TABLE = (
    "key,status,at,kind,title\nA-1,New,2026-07-01 09:00,Bug,First\nA-1,Doing,2026-07-02,Bug,\nA-1,Done,2026-07-03,Bug,\n"
    "A-2,New,2026-07-02,Story,=2+2\n,New,2026-07-02,Story,no key\nA-3,Odd,2026-07-02,Chore,-x\n"
)


@pytest.fixture
def place(transactional_db: None) -> Northwind:
    return northwind()


def confirmed(place: Northwind, content: str = TABLE, **states: str) -> WorkItemImport:
    found = services.receive(
        value_stream=place.policy, file=io.BytesIO(content.encode()), file_name="a.csv", user=None
    )
    survey = services.look_into(io.BytesIO(content.encode()))
    plan = services.complete(services.guess_plan(survey, zone="Europe/Berlin"), survey, place.policy)
    for name, state in states.items():
        plan.states[name] = state  # type: ignore[index]
    services.confirm(
        work_item_import=found, plan=plan, set_up=[place.policy.pk, place.claims.pk], user=None, result_url=""
    )
    found.refresh_from_db()
    return found


def carried_out(place: Northwind, content: str = TABLE, **states: str) -> WorkItemImport:
    found = confirmed(place, content, **states)
    import_work_items(found.job_id)
    found.refresh_from_db()
    assert found.job is not None
    assert found.job.problem is None
    return found


def rows() -> list[Any]:
    return list(
        Event.objects.order_by("work_item__key", "at", "sequence").values_list(
            "work_item__key", "at", "status__name", "kind", "value_stream__slug"
        )
    )


def test_import(place: Northwind) -> None:
    found = carried_out(place)

    assert found.result == {
        "rows": 6, "items_created": 3, "items_updated": 0, "items_unchanged": 0, "events_added": 5, "rejected": 1,
        "unknown_parents": 0, "unmapped": ["Odd"],
    }  # fmt: skip
    item = WorkItem.objects.get(key="A-1")
    assert (item.source, item.external_id, item.title) == ("file", "A-1", "First")
    assert [(f"{at:%d %H:%M}", status, kind) for key, at, status, kind, _ in rows() if key == "A-1"] == [
        ("01 07:00", "New", Kind.DEFECT), ("01 22:00", "Doing", Kind.DEFECT), ("02 22:00", "Done", Kind.DEFECT),
    ]  # fmt: skip
    assert WorkItem.objects.get(key="A-2").title == "=2+2"
    assert not ImportChunk.objects.exists()


def test_stages_are_mapped_in_their_order(place: Northwind) -> None:
    carried_out(place)
    carried_out(
        place,
        TABLE + "A-4,Testing,2026-07-01,,\nA-4,Cancelled,2026-07-02,,\nA-4,Backlog,2026-06-02,,\n",
        New="waiting",
    )

    stages = place.policy.stages.order_by("order").values_list("status__name", "flow_state")
    assert list(stages) == [
        ("Backlog", FlowState.NEW), ("New", FlowState.WAITING), ("Doing", FlowState.ACTIVE), ("Testing", FlowState.ACTIVE),
        ("Done", FlowState.DONE), ("Cancelled", FlowState.CANCELLED),
    ]  # fmt: skip


def test_unmapping_on_the_page(place: Northwind) -> None:
    carried_out(place)
    carried_out(place, Doing="unmapped")

    assert not place.policy.stages.filter(status__name="Doing").exists()


def test_twice_is_once(place: Northwind) -> None:
    carried_out(place)
    before = rows()

    assert carried_out(place).result == {
        "rows": 6, "items_created": 0, "items_updated": 0, "items_unchanged": 3, "events_added": 0, "rejected": 1,
        "unknown_parents": 0, "unmapped": ["Odd"],
    }  # fmt: skip
    assert rows() == before


def test_repeated_delivery_after_success_changes_nothing(place: Northwind) -> None:
    found = carried_out(place)
    Job.objects.update(state=JobState.QUEUED)
    import_work_items(found.job_id)

    assert WorkItemImport.objects.get().result == found.result


def test_streams_by_column(place: Northwind) -> None:
    carried_out(
        place,
        "key,status,at,value_stream\nA,New,2026-07-01,\nA,Doing,2026-07-02,Claims\nA,Doing,2026-07-03,-\nB,New,2026-07-01,nope\n",
    )

    assert [(slug, status) for _, _, status, _, slug in rows()] == [
        ("policy", "New"),
        ("claims", "Doing"),
        (None, "Doing"),
    ]
    assert list(place.claims.stages.values_list("status__name", flat=True)) == ["Doing"]
    assert RejectedRow.objects.get().cells == ["B", "New", "2026-07-01", "nope"]


def test_cancel_leaves_nothing(place: Northwind, monkeypatch: pytest.MonkeyPatch) -> None:
    found = confirmed(place)
    real = importing.write_histories

    def write_then_cancel(**given: Any) -> Any:
        outcomes = real(**given)
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("UPDATE jobs_job SET cancel_requested_at = now()")
        other.close()
        return outcomes

    monkeypatch.setattr(importing, "write_histories", write_then_cancel)
    import_work_items(found.job_id)

    assert Job.objects.get().state == JobState.CANCELLED
    assert not WorkItem.objects.exists()
    assert not Event.objects.exists()
    assert not RejectedRow.objects.exists()
    assert not place.policy.stages.exists()


def test_killed_and_started_again_ends_the_same(place: Northwind, monkeypatch: pytest.MonkeyPatch) -> None:
    found = confirmed(place)
    with monkeypatch.context() as patched:
        patched.setattr(importing, "batch_size", lambda items: 1)
        real = importing.write_histories
        calls: list[int] = []

        def die_at_the_second(**given: Any) -> Any:
            calls.append(1)
            if len(calls) == 2:
                raise SystemExit
            return real(**given)

        patched.setattr(importing, "write_histories", die_at_the_second)
        with pytest.raises(SystemExit):
            import_work_items(found.job_id)
    assert not WorkItem.objects.exists()

    Job.objects.update(heartbeat_at="2020-01-01T00:00Z")
    import_work_items(found.job_id)

    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert [key for key, *_ in rows()] == ["A-1", "A-1", "A-1", "A-2", "A-3"]


def test_imports_of_an_organisation_take_turns(place: Northwind) -> None:
    found = confirmed(place)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [Turn.IMPORT, place.organisation.pk])
        seen: list[str] = []

        def report(progress: float, step: str) -> None:
            seen.append(step)
            if len(seen) == 2:
                other.close()

        bring_in(found, report)

    assert seen[:2] == ["Waiting for another import to end"] * 2
    assert WorkItem.objects.count() == 3


def bring_in(found: WorkItemImport, report: importing.Report) -> None:
    with services.uploads.stored_file(found) as file:
        importing.bring_in(
            work_item_import=found,
            file=file,
            plan=services.Plan.from_json(found.reading["plan"]),
            set_up=[],
            watch=importing.Watch(report=report),
        )


def test_failure_is_told_and_may_be_tried_again(place: Northwind) -> None:
    found = confirmed(place)
    ImportChunk.objects.update(content=b"\x89PNG")
    import_work_items(found.job_id)

    found.refresh_from_db()
    assert found.job is not None
    assert found.job.state == JobState.FAILED
    assert found.job.problem["title"] == "The file could not be read"
    assert found.result is None


def test_running_import_is_not_started_twice(place: Northwind) -> None:
    found = confirmed(place)

    with pytest.raises(services.AlreadyImported):
        confirm_again(found)


def confirm_again(found: WorkItemImport) -> Job:
    plan = services.Plan.from_json(found.reading["plan"])
    return services.confirm(work_item_import=found, plan=plan, set_up=[], user=None, result_url="")


def test_many_rejections_are_counted_and_some_kept(place: Northwind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejections, "MOST_KEPT", 5)
    monkeypatch.setattr(rejections, "BATCH", 2)

    found = carried_out(place, TABLE + ",New,2026-07-02,Story,x\n" * 20)

    assert found.result is not None
    assert found.result["rejected"] == 21
    assert RejectedRow.objects.count() == 5


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " ="])
def test_formulas_are_escaped_on_export(start: str) -> None:
    assert texts.escaped(f"{start}1") == f"'{start}1"
    assert texts.escaped(f"x{start}1") == f"x{start}1"
    assert texts.unescaped(texts.escaped(f"{start}1")) == f"{start}1"


def test_rejected_rows_come_back_as_they_were(place: Northwind) -> None:
    found = carried_out(
        place, "key,status,at,title,value_stream\n-A,New,soon,=1,-\n'B,New,soon,x,\nC,New,2026-07-01,y,\n"
    )
    handed_back = "".join(rejections.as_csv(found, ["key", "status", "at", "title", "value_stream"]))
    assert "'-A,New,soon,'=1,'-" in handed_back

    carried_out(place, handed_back.replace("soon", "2026-07-01"))

    assert sorted(WorkItem.objects.values_list("key", "title")) == [("'B", "x"), ("-A", "=1"), ("C", "y")]


def test_progress_moves(place: Northwind, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[float] = []
    monkeypatch.setattr(runs.Run, "report", lambda self, progress, step: seen.append(progress))
    carried_out(place, "key,status,at\n" + "".join(f"A-{n},New,2026-07-01\n" for n in range(4_000)))

    assert seen == sorted(seen)
    assert len(set(seen)) > 15


PARTS = "key,status,at,parent\nA-2,New,2026-07-01,A-1\nA-3,New,2026-07-01,gone\nA-1,New,2026-07-01,-\n"


def parents() -> dict[str, str | None]:
    return dict(WorkItem.objects.values_list("key", "parent__key"))


@pytest.mark.parametrize("size", [1, 10])
def test_parents_may_stand_later_in_the_file(
    place: Northwind, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(importing, "batch_size", lambda items: size)

    first, again = carried_out(place, PARTS).result, carried_out(place, PARTS).result

    assert parents() == {"A-2": "A-1", "A-3": None, "A-1": None}
    assert first is not None
    assert again is not None
    assert (first["items_created"], first["unknown_parents"], first["rejected"]) == (3, 1, 0)
    assert (again["items_unchanged"], again["unknown_parents"]) == (3, 1)


def test_a_new_parent_updates_the_item_once(place: Northwind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "batch_size", lambda items: 1)
    carried_out(place, "key,status,at\nA-2,New,2026-07-01\nA-3,New,2026-07-01\n")

    result = carried_out(place, PARTS).result

    assert result is not None
    assert (result["items_created"], result["items_updated"], result["items_unchanged"]) == (1, 1, 1)


def test_a_file_that_names_no_parents_leaves_those_known(place: Northwind) -> None:
    carried_out(place, PARTS)

    carried_out(place, "key,status,at\nA-2,New,2026-07-01\n")

    assert parents()["A-2"] == "A-1"


def test_a_loop_in_the_file_is_told_by_its_row(place: Northwind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "batch_size", lambda items: 1)

    carried_out(place, "key,status,at,parent\nA-1,New,2026-07-01,A-2\nA-2,New,2026-07-01,A-1\n")

    rejected = RejectedRow.objects.get()
    assert (rejected.number, "is itself a part of it" in rejected.reason) == (2, True)
    assert parents() == {"A-1": None, "A-2": "A-1"}
