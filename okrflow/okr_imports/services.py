"""Importing OKRs from files: received, looked into, confirmed, carried out."""

import io
from datetime import datetime
from typing import Any, BinaryIO, Final, NamedTuple

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from okrflow.integrations.importing import Watch
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.texts import storable
from okrflow.jobs.models import Job
from okrflow.jobs.services import JobProblem, Run, start
from okrflow.okr_imports.importing import bring_in
from okrflow.okr_imports.matches import completed
from okrflow.okr_imports.models import OkrImport
from okrflow.okr_imports.reading.gathering import FileRead, read_sheet
from okrflow.okr_imports.reading.guesses import guess_plan, with_conventions
from okrflow.okr_imports.reading.plans import Plan
from okrflow.okr_imports.reading.sheets import Sheet, look_into, sheet_of
from okrflow.okr_imports.surroundings import Surroundings
from okrflow.organisations.access import Access, enter
from okrflow.value_streams.models import ValueStream
from okrflow.web.refusals import Refused

TASK: Final = "okrflow.okr_imports.tasks.import_okrs"
MAX_BYTES: Final = 10 * 2**20


class AlreadyImported(Refused):
    """The import runs, or has run: it is not started twice."""


class Prepared(NamedTuple):
    """A plan with all that can be guessed, and what the file says under it; None while something must be said first."""

    plan: Plan
    read: FileRead | None


@transaction.atomic
def receive(
    *, access: Access, value_stream: ValueStream | None, file: BinaryIO, file_name: str, preset: str = ""
) -> OkrImport:
    """Keep an uploaded file, to be confirmed; the person's former files that they never confirmed are forgotten.

    Raises ReadingError, and keeps nothing then.
    """
    size = file.seek(0, 2)
    if size > MAX_BYTES:
        raise ReadingError(
            f"The file is larger than {MAX_BYTES // 2**20} MiB. Export fewer columns, or import it in parts."
        )
    sheet = look_into(file)
    file.seek(0)
    OkrImport.objects.of(access).filter(job=None, result=None).delete()
    return OkrImport.objects.create(
        organisation=access.organisation,
        value_stream=value_stream,
        file_name=storable(file_name)[:255],
        size=size,
        content=file.read(),
        reading=_reading(sheet, guess_plan(sheet, preset)),
        created_by=access.user,
    )


def _reading(sheet: Sheet, plan: Plan) -> dict[str, Any]:
    return {"plan": plan.as_json(), "header": sheet.header}


def opened(okr_import: OkrImport) -> tuple[Sheet, Plan]:
    """The table of an import that is not brought in yet, and its plan as it was last kept."""
    plan = Plan.from_json(okr_import.reading["plan"])
    return sheet_of(io.BytesIO(okr_import.content), plan.form), plan


@transaction.atomic
def look_again(
    *, okr_import: OkrImport, encoding: str = "", separator: str = "", sheet: str = ""
) -> tuple[Sheet, Plan]:
    """Read a kept file in another encoding, with another separator or from another sheet. Raises ReadingError."""
    found = look_into(io.BytesIO(okr_import.content), encoding=encoding, separator=separator, sheet=sheet)
    plan = guess_plan(found)
    okr_import.reading = _reading(found, plan)
    okr_import.save(update_fields=["reading", "updated_at"])
    return found, plan


def prepare(sheet: Sheet, plan: Plan, around: Surroundings, *, guess_shares: bool) -> Prepared:
    """Guess what the plan does not say, and read the sheet with it."""
    plan = with_conventions(plan, sheet)
    try:
        read = read_sheet(sheet, plan, around.rights.organisation.time_zone)
    except ReadingError:
        return Prepared(plan, None)
    return Prepared(completed(plan, read, around, guess_shares=guess_shares), read)


@transaction.atomic
def confirm(
    *, okr_import: OkrImport, plan: Plan, user: Any, result_url: str, result_api_url: str = ""
) -> Job:
    """Start an import as confirmed.

    Raises AlreadyImported while it runs and after it succeeded; a failed or cancelled one may be confirmed again.
    """
    locked = OkrImport.objects.select_for_update(of=("self",)).select_related("job").get(pk=okr_import.pk)
    if locked.begun:
        raise AlreadyImported("This file is being imported, or was already. Look at what came of it.")
    locked.reading |= {"plan": plan.as_json()}
    locked.job = start(
        organisation=locked.organisation,
        task=TASK,
        user=user,
        result_url=result_url,
        result_api_url=result_api_url,
    )
    locked.save(update_fields=["reading", "job", "updated_at"])
    return locked.job


def carry_out(*, job: int, run: Run, now: datetime | None = None) -> None:
    """The worker's part of an import, with the rights that its person has now.

    Raises JobProblem for a file that cannot be read, and for somebody who left.
    """
    found = OkrImport.objects.select_related("organisation", "value_stream", "created_by").get(job=job)
    if found.result is not None:
        return
    run.report(0.0, "Reading the file")
    access = _access_of(found)
    try:
        _bring_in(found, access, run, now or timezone.now())
    except ReadingError as error:
        raise JobProblem("The file could not be read", str(error)) from error


def _access_of(found: OkrImport) -> Access:
    """Raises JobProblem for somebody who left, or is gone altogether."""
    gone = JobProblem("Nobody to import for", "Whoever uploaded this is no member any more. Upload it again.")
    if found.created_by is None:
        raise gone
    try:
        return enter(found.created_by, found.organisation.slug)
    except Http404:
        raise gone from None


@transaction.atomic
def _bring_in(found: OkrImport, access: Access, run: Run, now: datetime) -> None:
    sheet, plan = opened(found)
    counts, came = bring_in(
        access=access,
        value_stream=found.value_stream,
        sheet=sheet,
        plan=plan,
        watch=Watch(report=run.report, hold=run.hold),
        now=now,
    )
    found.result = counts.as_json()
    found.rejected = [[each.number, each.reason, each.cells] for each in came.rejected]
    found.content = b""
    found.save(update_fields=["result", "rejected", "content", "updated_at"])
    run.hold()
