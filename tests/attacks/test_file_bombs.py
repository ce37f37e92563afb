"""A file that is made to exhaust its reader ends in a sentence, on each page that takes files (attack 15)."""

from typing import Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from okrflow.integrations.models import ValuesFile, WorkItemImport
from okrflow.integrations.reading import spreadsheets
from okrflow.okr_imports.models import OkrImport
from tests.access.world import World
from tests.integrations.reading.helpers import repacked, workbook

pytestmark = pytest.mark.django_db

SHEET: Final = "xl/worksheets/sheet1.xml"
BOOK: Final = workbook(["key", "status", "at"], ["A", "New", "2026-07-01"])
FILES: Final = {
    "zip": (repacked(BOOK, SHEET, b" " * 2**21), "larger than 1 MiB"),
    "entities": (repacked(BOOK, SHEET, b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'), "entities"),
    "sparse": (repacked(BOOK, SHEET, b'<row r="1048576"><c r="XFD1048576"/></row>'), "spans"),
    "cut off": (BOOK[:-200], "cut off"),
    "no text": (b"\x00\x01\x02\xff" * 5_000, "text"),
    "one endless row": (b"a," * 2**20, "characters"),
}
"""What is uploaded, and a word of the answer."""
PAGES: Final = {
    "work items": "/o/northwind/import/",
    "OKRs": "/o/northwind/import/okrs/",
    "values": "/o/northwind/metrics/{metric}/values/file/",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_and_nothing_is_kept(
    both: World, page: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheets, "MAX_UNPACKED_BYTES", 2**20)
    content, word = FILES[name]
    models = (WorkItemImport, OkrImport, ValuesFile)
    before = [model.objects.count() for model in models]

    answer = both.clients["lea"].post(
        PAGES[page].format_map(both.northwind),
        {"file": SimpleUploadedFile("file.xlsx", content), "value_stream": both.northwind["stream"]},
    )

    assert answer.status_code == 422
    assert word in str(answer.context["form"].errors["file"])
    assert [model.objects.count() for model in models] == before
