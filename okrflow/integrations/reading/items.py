"""Reading a whole file under a confirmed plan: its items with their changes, and the rows that were rejected."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from okrflow.integrations.reading import jira
from okrflow.integrations.reading.errors import RowRejected
from okrflow.integrations.reading.ledgers import Ledger
from okrflow.integrations.reading.plans import Plan
from okrflow.integrations.reading.rows import Change, RowRead, RowReader, Streams
from okrflow.integrations.reading.surveys import Progress, Survey
from okrflow.integrations.reading.tables import Table
from okrflow.integrations.reading.texts import is_storable, storable

ROWS_A_REPORT = 1_000
CELL = 500


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """A row that is not taken over: its number in the file, a sentence that says why, and its cells."""

    number: int
    reason: str
    cells: list[str]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The first rows as they will be read."""

    number: int
    row: RowRead | None
    rejection: Rejection | None


Rejected = Callable[[Rejection], None]


def read_file(
    file: BinaryIO,
    plan: Plan,
    streams: Streams,
    *,
    rejected: Rejected,
    progress: Progress = lambda fraction, rows: None,
) -> tuple[Ledger, int]:
    """Read every row into a ledger; rejections are handed to `rejected` as they come. Returns it and the number of rows.

    Raises ReadingError if the file or the plan does not do.
    """
    ledger = Ledger(default_kind=plan.default_kind)
    if plan.form.format == "jira":
        return ledger, _read_issues(jira.load(file), plan, streams, ledger, rejected, progress)
    table = Table(file, plan.form)
    reader = RowReader(plan, table.header, streams)
    rows = 0
    for number, cells in table.rows():
        rows += 1
        try:
            row = reader.read(cells)
        except RowRejected as error:
            rejected(_rejection(number, error, cells))
        else:
            ledger.add(number, row.key, row.changes, title=row.title, parent=row.parent, number=row.number)
        if rows % ROWS_A_REPORT == 0:
            progress(table.fraction, rows)
    return ledger, rows


def _read_issues(
    issues: list[jira.Issue],
    plan: Plan,
    streams: Streams,
    ledger: Ledger,
    rejected: Rejected,
    progress: Progress,
) -> int:
    for number, issue in enumerate(issues, start=1):
        try:
            external_id, key = jira.identity(issue)
            row = read_issue(issue, plan, streams)
        except RowRejected as error:
            rejected(_rejection(number, error, _issue_cells(issue)))
        else:
            ledger.add(
                number,
                key,
                row.changes,
                title=row.title,
                external_id=external_id,
                url=jira.address(issue, key),
                parent=jira.parent(issue),
            )
        if number % ROWS_A_REPORT == 0:
            progress(number / len(issues), number)
    return len(issues)


def read_issue(issue: jira.Issue, plan: Plan, streams: Streams) -> RowRead:
    """An issue as one row with all its changes. Raises RowRejected."""
    _, key = jira.identity(issue)
    changes = tuple(
        Change(step.at, step.status.strip(), streams.default, plan.kind_of(step.issue_type))
        for step in jira.steps(issue)
    )
    if not all(change.status for change in changes):
        raise RowRejected("It has no status.")
    for text in (key, jira.parent(issue), *(change.status for change in changes)):
        if not is_storable(text) or len(text) > 200:
            raise RowRejected("Its key or its status is longer than 200 characters or no text.")
    return RowRead(key, storable(jira.title(issue)), changes, jira.parent_key(issue))


def preview(survey: Survey, plan: Plan, streams: Streams) -> list[Preview]:
    """The sampled rows of a survey, read as the whole file would be. Raises ReadingError."""
    read: Callable[[Any], RowRead]
    if plan.form.format == "jira":
        read = lambda issue: read_issue(issue, plan, streams)  # noqa: E731
    else:
        read = RowReader(plan, survey.header, streams).read
    return [_previewed(number, row, read) for number, row in survey.sample]


def _previewed(number: int, row: Any, read: Callable[[Any], RowRead]) -> Preview:
    try:
        return Preview(number=number, row=read(row), rejection=None)
    except RowRejected as error:
        cells = _issue_cells(row) if isinstance(row, dict) else row
        return Preview(number=number, row=None, rejection=_rejection(number, error, cells))


def _rejection(number: int, error: RowRejected, cells: Iterable[str]) -> Rejection:
    return Rejection(
        number=number,
        reason=str(error),
        cells=[storable(cell)[:CELL] for cell in cells],
    )


def _issue_cells(issue: jira.Issue) -> list[str]:
    return [str(issue.get("key") or ""), jira.title(issue)]
