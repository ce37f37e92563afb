"""Files out of bytes, read as the pages and the command read them."""

import io
import zipfile
from dataclasses import dataclass, replace
from typing import Any

import openpyxl

from okrflow.integrations.reading.guesses import guess_plan, with_guesses
from okrflow.integrations.reading.items import Rejection, read_file
from okrflow.integrations.reading.ledgers import ItemRead
from okrflow.integrations.reading.plans import Plan
from okrflow.integrations.reading.recognising import recognise
from okrflow.integrations.reading.rows import Streams
from okrflow.integrations.reading.surveys import Survey, survey

STREAMS = Streams(default=1, named={"policy": 1, "claims": 2, "claims handling": 2})


@dataclass
class FileRead:
    plan: Plan
    survey: Survey
    items: list[ItemRead]
    rejected: list[Rejection]
    rows: int

    @property
    def histories(self) -> dict[str, list[tuple[str, str]]]:
        """Per key (instant, status)."""
        return {i.key: [(f"{c.at:%Y-%m-%d %H:%M}", c.status) for c in i.changes] for i in self.items}


def workbook(*rows: list[object], title: str = "Items") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(content: bytes, name: str, replaced: bytes) -> bytes:
    """The workbook with one part replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, replaced if part == name else old.read(part))
    return stream.getvalue()


def file(content: bytes | str) -> io.BytesIO:
    return io.BytesIO(content.encode() if isinstance(content, str) else content)


def looked_into(content: bytes | str, **form: str) -> Survey:
    return survey(file(content), recognise(file(content), **form))


def read(content: bytes | str, zone: str = "UTC", **changes: Any) -> FileRead:
    """The file, read under its guessed plan with changes."""
    found = looked_into(content)
    plan = guess_plan(found, zone=zone)
    if changes:
        plan = with_guesses(replace(plan, **changes), found)
    rejected: list[Rejection] = []
    ledger, rows = read_file(file(content), plan, STREAMS, rejected=rejected.append)
    return FileRead(plan, found, list(ledger.read()), rejected, rows)
