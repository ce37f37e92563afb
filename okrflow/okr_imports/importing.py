"""Bringing a file's OKRs in, in one transaction: as drafts of streams that one leads, as proposals to the others."""

from datetime import datetime

from django.db import transaction

from okrflow.integrations.importing import Watch, wait_for_turn
from okrflow.okr_imports.counts import Counts
from okrflow.okr_imports.planning import FilePlanned, planned
from okrflow.okr_imports.reading.gathering import read_sheet
from okrflow.okr_imports.reading.plans import Plan
from okrflow.okr_imports.reading.sheets import Sheet
from okrflow.okr_imports.surroundings import Surroundings
from okrflow.okr_imports.writing import Writer
from okrflow.organisations.access import Access
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.windows import today


@transaction.atomic
def bring_in(
    *,
    access: Access,
    value_stream: ValueStream | None,
    sheet: Sheet,
    plan: Plan,
    watch: Watch,
    now: datetime,
) -> tuple[Counts, FilePlanned]:
    """Write what a sheet holds under its plan, with the rights of `access`; how much it was, and what was rejected.

    All or nothing: whatever stops it leaves no trace. Imports of one organisation take turns. Doing it twice has the result
    of doing it once: what is there already is left as it is. Raises ReadingError, and whatever `watch` raises.
    """
    organisation = access.organisation
    wait_for_turn(organisation, watch.report)
    around = Surroundings.of(access, value_stream, day=today(organisation, now=now))
    found = planned(read_sheet(sheet, plan, organisation.time_zone), plan, around)
    counts = Counts(rows=len(sheet.rows), told=found.told)
    writer = Writer(around.rights, counts, now=now)
    for place, each in enumerate(found.objectives):
        watch.report(place / len(found.objectives), f"Writing objective {place + 1:,}")
        found.rejected += [row.rejection(reason) for row, reason in writer.write(each)]
    counts.rejected = len(found.rejected)
    found.rejected.sort(key=lambda rejection: rejection.number)
    return counts, found
