"""Uploaded files: streamed to disk while they arrive, kept in the database in pieces, streamed back for a worker."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from okrflow.integrations.models import ImportChunk, WorkItemImport

PIECE: Final = 2**20


def limit_sentence(most: int | None = None) -> str:
    return (
        f"The file is larger than {(most or settings.IMPORT_MAX_BYTES) / 2**20:,.0f} MiB. Export a shorter "
        "time or fewer columns, and import the parts one after the other."
    )


class LimitedUpload(TemporaryFileUploadHandler):
    """Writes a file to disk up to `most` bytes, by default the installation's limit of imports.

    The rest of a larger one is read and thrown away, and `too_large` is set.
    """

    too_large = False

    def __init__(self, request: HttpRequest, *, most: int | None = None) -> None:
        super().__init__(request)
        self._most = most or settings.IMPORT_MAX_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self._most:
            self.too_large = True
            self.file.close()
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def store(work_item_import: WorkItemImport, file: BinaryIO) -> None:
    """Keep a file with its import, a piece at a time."""
    file.seek(0)
    pieces: Iterator[bytes] = iter(lambda: file.read(PIECE), b"")
    for number, content in enumerate(pieces):
        ImportChunk.objects.create(work_item_import=work_item_import, number=number, content=content)


@contextmanager
def stored_file(work_item_import: WorkItemImport) -> Iterator[BinaryIO]:
    """The file of an import, as a temporary one on this host's disk."""
    with tempfile.TemporaryFile() as file:
        chunks: Any = work_item_import.chunks.order_by("number").values_list("content", flat=True)
        for content in chunks.iterator(4):
            file.write(content)
        file.seek(0)
        yield file
