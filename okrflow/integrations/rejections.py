"""Rows that an import did not take over: kept with the reason, handed back as a file."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from okrflow.integrations.models import RejectedRow, WorkItemImport
from okrflow.integrations.reading.items import Rejection
from okrflow.integrations.reading.texts import REJECTED_HEADER, escaped

MOST_KEPT: Final = 10_000
BATCH: Final = 200


class Rejections:
    """Stores rejected rows as they come, the first 10,000 of them, and counts all."""

    def __init__(self, work_item_import: WorkItemImport) -> None:
        self._import = work_item_import
        self._waiting: list[RejectedRow] = []
        self.count = 0
        work_item_import.rejected_rows.all().delete()

    def add(self, rejection: Rejection) -> None:
        self.count += 1
        if self.count > MOST_KEPT:
            return
        self._waiting.append(
            RejectedRow(
                work_item_import=self._import,
                number=rejection.number,
                reason=rejection.reason[:500],
                cells=rejection.cells,
            )
        )
        if len(self._waiting) == BATCH:
            self.flush()

    def flush(self) -> None:
        RejectedRow.objects.bulk_create(self._waiting)
        self._waiting = []


def as_csv(work_item_import: WorkItemImport, header: list[str]) -> Iterator[str]:
    """The rejected rows of an import as lines of CSV."""
    rows = work_item_import.rejected_rows.order_by("number", "pk")
    return csv_lines(header, rows.values_list("number", "reason", "cells").iterator(BATCH))


def csv_lines(header: Sequence[str], rows: Iterable[tuple[int, str, Sequence[str]]]) -> Iterator[str]:
    """Rows with their number, reason and cells as they were, as lines of CSV. With a byte order mark, for Excel."""
    yield "\ufeff" + _line([*REJECTED_HEADER, *header])
    for number, reason, cells in rows:
        yield _line([str(number), reason, *cells])


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(map(escaped, cells))
    return line.getvalue()
