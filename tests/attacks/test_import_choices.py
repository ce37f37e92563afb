"""The second step of an import takes what it offered, and no other name (attacks 1 and 15)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from okrflow.integrations.models import WorkItemImport
from tests.access.world import World

pytestmark = pytest.mark.django_db

NOT_OFFERED = [
    *(("encoding", name) for name in ("rot13", "zip", "undefined", "idna", "nope", "a\x00b", "x" * 10_000)),
    *(("separator", text) for text in ("ab", "\x00", "\r", '"', "")),
    ("sheet", "a\x00b"),
    ("state-a\x00b", "active"),
    ("state-" + "x" * 10_000, "active"),
    ("kind-a\x00b", "feature"),
    ("column-key", "a\x00b"),
    ("stage", "\x00"),
    ("zone", "../../etc/passwd"),
    ("at_format", "%s" * 100),
]


@pytest.mark.parametrize(("name", "value"), NOT_OFFERED, ids=lambda text: repr(text)[:24])
def test_what_was_not_offered_is_not_taken(both: World, name: str, value: str) -> None:
    found = WorkItemImport.objects.get(uuid=both.northwind["import"])
    before = found.reading

    answer = both.clients["lea"].post(f"/o/northwind/import/{found.uuid}/columns/", {name: value})

    found.refresh_from_db()
    assert answer.status_code in {200, 400, 422}
    assert found.reading == before


def test_a_file_goes_into_no_stream_of_another_organisation(both: World) -> None:
    before = WorkItemImport.objects.count()
    for stream in ("lending", "00000000-0000-0000-0000-000000000000", "\x00", ""):
        file = SimpleUploadedFile("items.csv", b"key,status,at\nP-7,done,2026-07-01T10:00:00Z\n")
        answer = both.clients["lea"].post("/o/northwind/import/", {"file": file, "value_stream": stream})
        assert answer.status_code == 422
    assert WorkItemImport.objects.count() == before
