"""Importing work items from files: received, confirmed, carried out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, BinaryIO, Final

from django.db import transaction
from django.utils import timezone

from okrflow.integrations import uploads
from okrflow.integrations.counts import Counts
from okrflow.integrations.importing import Watch, bring_in
from okrflow.integrations.mappings import existing_states
from okrflow.integrations.models import ImportChunk, WorkItemImport
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.guesses import guess_plan, with_guesses
from okrflow.integrations.reading.plans import Plan
from okrflow.integrations.reading.recognising import recognise
from okrflow.integrations.reading.surveys import Survey, survey
from okrflow.integrations.reading.texts import storable
from okrflow.jobs.models import Job
from okrflow.jobs.services import JobProblem, Run, start
from okrflow.value_streams.models import ValueStream

TASK: Final = "okrflow.integrations.tasks.import_work_items"
UNCONFIRMED_FOR: Final = timedelta(days=7)


class AlreadyImported(Exception):
    """The import runs, or has run: it is not started twice."""


@transaction.atomic
def receive(*, value_stream: ValueStream, file: BinaryIO, file_name: str, user: Any) -> WorkItemImport:
    """Keep an uploaded file and what is in it, to be confirmed. Raises ReadingError, and keeps nothing then."""
    found = look_into(file)
    _forget_unconfirmed(value_stream)
    received = WorkItemImport.objects.create(
        organisation=value_stream.organisation,
        value_stream=value_stream,
        file_name=storable(file_name)[:255],
        size=file.seek(0, 2),
        reading={"survey": found.as_json(), "plan": propose(found, value_stream).as_json()},
        created_by=user,
    )
    uploads.store(received, file)
    return received


def look_into(file: BinaryIO, *, encoding: str = "", separator: str = "", sheet: str = "") -> Survey:
    """Recognise and survey a file. Raises ReadingError."""
    return survey(file, recognise(file, encoding=encoding, separator=separator, sheet=sheet))


def propose(found: Survey, value_stream: ValueStream) -> Plan:
    """The likeliest plan for a file in a stream: what the stream maps already comes before guesses."""
    plan = guess_plan(found, zone=value_stream.organisation.time_zone)
    return complete(plan, found, value_stream)


def complete(plan: Plan, found: Survey, value_stream: ValueStream) -> Plan:
    """The plan with what it does not say taken from the stream's mapping, then guessed."""
    return with_guesses(replace(plan, states=existing_states(value_stream) | dict(plan.states)), found)


@transaction.atomic
def look_again(
    *, work_item_import: WorkItemImport, encoding: str = "", separator: str = "", sheet: str = ""
) -> None:
    """Survey a kept file anew, in another encoding, with another separator or from another sheet. Raises ReadingError."""
    with uploads.stored_file(work_item_import) as file:
        found = look_into(file, encoding=encoding, separator=separator, sheet=sheet)
    plan = propose(found, work_item_import.value_stream)
    work_item_import.reading = {"survey": found.as_json(), "plan": plan.as_json()}
    work_item_import.save(update_fields=["reading", "updated_at"])


@transaction.atomic
def confirm(
    *, work_item_import: WorkItemImport, plan: Plan, set_up: Sequence[int], user: Any, result_url: str
) -> Job:
    """Start an import as confirmed; statuses are mapped on the streams `set_up` (their ids).

    Raises AlreadyImported while it runs and after it succeeded; a failed or cancelled one may be confirmed again.
    """
    locked = WorkItemImport.objects.select_for_update().get(pk=work_item_import.pk)
    if locked.result is not None or (locked.job is not None and not locked.job.ended):
        raise AlreadyImported
    locked.reading |= {"plan": plan.as_json(), "set_up": list(set_up)}
    locked.job = start(organisation=locked.organisation, task=TASK, user=user, result_url=result_url)
    locked.save(update_fields=["reading", "job", "updated_at"])
    return locked.job


def carry_out(*, job: int, run: Run) -> None:
    """The worker's part of an import. Raises JobProblem for a file that cannot be read."""
    found = WorkItemImport.objects.select_related("organisation", "value_stream__organisation").get(job=job)
    if found.result is not None:
        return
    run.report(0.0, "Fetching the file")
    try:
        with uploads.stored_file(found) as file:
            bring_in(
                work_item_import=found,
                file=file,
                plan=Plan.from_json(found.reading["plan"]),
                set_up=found.reading["set_up"],
                watch=Watch(report=run.report, hold=run.hold),
            )
    except ReadingError as error:
        raise JobProblem("The file could not be read", str(error)) from error


def import_file(
    *,
    value_stream: ValueStream,
    file: BinaryIO,
    file_name: str,
    plan: Plan,
    set_up: Sequence[int],
    user: Any = None,
) -> Counts:
    """Import a file at once, without a worker; it is recorded like one that was uploaded. Raises ReadingError."""
    with transaction.atomic():
        made = WorkItemImport.objects.create(
            organisation=value_stream.organisation,
            value_stream=value_stream,
            file_name=storable(file_name)[:255],
            size=file.seek(0, 2),
            reading={"plan": plan.as_json(), "set_up": list(set_up)},
            created_by=user,
        )
        return bring_in(work_item_import=made, file=file, plan=plan, set_up=set_up, watch=Watch())


def _forget_unconfirmed(value_stream: ValueStream) -> None:
    """Free the space of files that were uploaded and never confirmed."""
    old = timezone.now() - UNCONFIRMED_FOR
    abandoned = WorkItemImport.objects.filter(
        organisation=value_stream.organisation, job=None, result=None, created_at__lt=old
    )
    ImportChunk.objects.filter(work_item_import__in=abandoned).delete()
    abandoned.delete()
