"""The three steps in the browser, as the server sees them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from okrflow.integrations.models import WorkItemImport
from okrflow.integrations.tasks import import_work_items
from okrflow.jobs.models import Job, JobState
from okrflow.organisations.models import Membership, Role
from okrflow.work_items.models import WorkItem
from tests import make
from tests.integrations.people import Northwind, northwind, person

TABLE = "key,status,at\nA-1,New,13/07/2026\nA-1,Done,14/07/2026\n,x,14/07/2026\n"
AMBIGUOUS = "key,status,at\nA-1,New,03/07/2026\n"
UPLOAD = "/o/northwind/import/"


@pytest.fixture
def place(transactional_db: None) -> Northwind:
    return northwind()


def upload(client: Client, content: str | bytes, stream: str = "policy") -> Any:
    file = SimpleUploadedFile("items.csv", content.encode() if isinstance(content, str) else content)
    return client.post(UPLOAD, {"file": file, "value_stream": stream})


def chosen(page: Any, **changes: str) -> dict[str, Any]:
    """What a browser would send of the second step, as it stands."""
    choices = page.context["choices"]
    data = {f"column-{role}": column for role, _, column, _ in choices.roles}
    data |= {f"state-{status.name}": status.chosen or "unmapped" for status in choices.statuses}
    data |= {"shape": choices.plan.shape, "at_format": choices.plan.at_format, "zone": choices.plan.zone}
    return data | {"dates_of": choices.dates_of, "default_kind": choices.plan.default_kind} | changes


def test_three_steps(place: Northwind) -> None:
    ada = place.client("ada")
    assert ada.get(UPLOAD).status_code == 200

    columns = upload(ada, TABLE)
    page = ada.get(columns.url)
    assert page.status_code == 200
    assert "day first" in page.content.decode()
    assert "It has no key." in page.content.decode()

    started = ada.post(columns.url, chosen(page, action="start"))
    job = Job.objects.get()
    running = ada.get(started.url)
    assert 'hx-trigger="every 1s"' in running.content.decode()

    import_work_items(job.pk)
    result = ada.get(started.url).content.decode()
    assert "1\u00a0new item in" in result
    assert "every 1s" not in result
    assert list(WorkItem.objects.values_list("key", flat=True)) == ["A-1"]
    rejected = b"".join(ada.get(f"{started.url}rejected.csv")).decode()
    assert rejected == "\ufeffRow,Reason,key,status,at\r\n4,It has no key.,,x,14/07/2026\r\n"
    assert ada.get(UPLOAD).content.decode().count("items.csv") == 1


def test_polled_job_leads_on_to_its_result(place: Northwind) -> None:
    ada = place.client("ada")
    columns = upload(ada, TABLE)
    ada.post(columns.url, chosen(ada.get(columns.url), action="start"))
    job = Job.objects.get()
    address = f"/o/northwind/jobs/{job.uuid}/"

    part = ada.get(address, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "Waiting for a worker" in part.content.decode()
    import_work_items(job.pk)

    assert ada.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == job.result_url
    assert ada.get(address).status_code == 200


def test_ambiguous_dates_must_be_chosen(place: Northwind) -> None:
    ada = place.client("ada")
    columns = upload(ada, AMBIGUOUS)
    page = ada.get(columns.url)
    assert "Choose how to read dates like “03/07/2026”" in page.content.decode()

    refused = ada.post(columns.url, chosen(page, action="start"))
    assert refused.status_code == 422
    assert not Job.objects.exists()

    ada.post(columns.url, chosen(page, action="start", at_format="month-first"))
    import_work_items(Job.objects.get().pk)
    assert f"{WorkItem.objects.get().events.get().at:%m-%d}" == "03-06"


def test_preview_again_and_with_htmx(place: Northwind) -> None:
    ada = place.client("ada")
    columns = upload(ada, AMBIGUOUS)
    data = chosen(ada.get(columns.url), at_format="day-first", zone="Asia/Tokyo")

    whole = ada.post(columns.url, data | {"action": "preview"}).content.decode()
    part = ada.post(columns.url, data, headers={"HX-Request": "true"}).content.decode()

    assert "2026-07-03 00:00" in whole
    assert "<html" in whole
    assert "2026-07-03 00:00" in part
    assert "<html" not in part


def test_answer_about_other_columns_is_asked_again(place: Northwind) -> None:
    ada = place.client("ada")
    columns = upload(ada, "key,status,at,changed\nA,New,13/07/2026,03/07/2026\n")
    page = ada.get(columns.url)
    assert page.context["choices"].plan.at_format == "day-first"

    other = ada.post(columns.url, chosen(page, **{"column-at": "changed"}))

    assert other.context["choices"].plan.at_format == ""


def test_another_encoding(place: Northwind) -> None:
    ada = place.client("ada")
    columns = upload(ada, "key,status,at\nA,Nöw,13/07/2026\n".encode("cp1252"))
    data = chosen(ada.get(columns.url))

    page = ada.post(columns.url, data | {"encoding": "cp1251"})
    assert [status.name for status in page.context["choices"].statuses] == ["Nцw"]
    assert ada.post(columns.url, data | {"encoding": "utf-8"}).status_code == 422


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\x00\x01\x02", b"key,status,at\n", b"x" * 2_000_000]
)
def test_bad_files_are_refused_with_nothing_kept(place: Northwind, content: bytes) -> None:
    answer = upload(place.client("ada"), content)

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not WorkItemImport.objects.exists()


def test_too_large(place: Northwind, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 1_000_000
    answer = upload(place.client("ada"), "key,status,at\n" + "A,New,2026-07-01\n" * 100_000)

    assert answer.status_code == 422
    assert "larger than 1 MiB" in answer.content.decode()


def test_token_is_needed(place: Northwind) -> None:
    client = place.client("ada")
    client.handler.enforce_csrf_checks = True

    assert upload(client, TABLE).status_code == 403


def test_rights(place: Northwind) -> None:
    columns = upload(place.client("ben"), TABLE)
    data = chosen(place.client("ben").get(columns.url), action="start")
    addresses = [
        UPLOAD,
        columns.url,
        columns.url.removesuffix("columns/"),
        columns.url.replace("columns/", "rejected.csv"),
    ]
    for address in addresses:
        assert place.client("vic").get(address).status_code == 403, address
        assert place.client("olga").get(address).status_code == 404, address
        assert Client().get(address).status_code == 302, address
    assert upload(place.client("vic"), TABLE).status_code == 403
    assert place.client("vic").post(columns.url, data).status_code == 403
    assert place.client("olga").post(columns.url, data).status_code == 404
    assert not Job.objects.exists()


def test_rights_on_jobs(place: Northwind) -> None:
    columns = upload(place.client("ben"), TABLE)
    place.client("ben").post(columns.url, chosen(place.client("ben").get(columns.url), action="start"))
    job = Job.objects.get()
    cancel = f"/o/northwind/jobs/{job.uuid}/cancel/"

    assert place.client("vic").post(cancel).status_code == 403
    assert place.client("olga").post(cancel).status_code == 404
    assert place.client("ben").get(cancel).status_code == 405
    assert Job.objects.get().state == JobState.QUEUED
    place.client("ada").post(cancel)
    assert Job.objects.get().state == JobState.CANCELLED


def test_foreign_organisation(place: Northwind) -> None:
    contoso = make.organisation("contoso")
    Membership.objects.create(organisation=contoso, user=person("carl"), role=Role.OWNER)
    make.value_stream(contoso, "policy2")
    carl = place.client("carl")
    columns = upload(place.client("ada"), TABLE)

    assert carl.get(columns.url).status_code == 404
    assert carl.get(columns.url.replace("northwind", "contoso")).status_code == 404
    file = SimpleUploadedFile("a.csv", TABLE.encode())
    assert carl.post("/o/contoso/import/", {"file": file, "value_stream": "policy"}).status_code == 422
    assert WorkItemImport.objects.count() == 1


def test_editor_brings_items_but_maps_nothing(place: Northwind) -> None:
    for name, mapped in (("ben", 0), ("lea", 2)):
        client = place.client(name)
        columns = upload(client, TABLE)
        page = client.get(columns.url)
        assert ("mapped by its leads" in page.content.decode()) is (mapped == 0)
        client.post(columns.url, chosen(page, action="start"))
        import_work_items(Job.objects.latest("pk").pk)

        assert place.policy.stages.count() == mapped


def test_texts_of_files_are_escaped(place: Northwind) -> None:
    ada = place.client("ada")
    columns = upload(ada, "key,status,at,title\nA,<script>alert(1)</script>,2026-07-01,<img src=x>\n")

    page = ada.get(columns.url).content.decode()

    assert "<script>alert" not in page
    assert "<img" not in page
