"""The weekly digest: where flow stops now, what moved, how objectives stand, and what waits for its reader."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from okrflow.okrs.models import Objective
from okrflow.okrs.progress import ObjectiveStanding, standing
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.review.shown import Shown, of_reader, shown
from okrflow.rhythm.mails.contents import Contents
from okrflow.rhythm.mails.week import Week, week_of
from okrflow.rhythm.models import Sending
from okrflow.web.waiting import waiting_for
from okrflow.work_items.figures.windows import today

MOST_FINDINGS: Final = 5


def contents(sending: Sending, access: Access, now: datetime) -> Contents | None:
    """None where there is nothing to tell: no bottleneck, no objective, nothing that waits."""
    rights, week = OkrRights.of(access), week_of(access.organisation, now=now)
    objectives, findings = _objectives(week, rights, now), _findings(rights, now)
    waiting = waiting_for(access, now=now)
    told = [each for each in (week.stops, week.moved) if each]
    if not (told or objectives or findings or waiting):
        return None
    finding = told[0].short if told else _counted(len(waiting), len(objectives))
    return Contents(
        subject=f"{access.organisation} this week: {finding}",
        context={"week": week, "objectives": objectives, "findings": findings, "waiting": waiting},
        pictures=[each.picture for each in told if each.picture],
    )


def _counted(waiting: int, objectives: int) -> str:
    if waiting:
        return f"{waiting} thing{'' if waiting == 1 else 's'} waiting for you"
    return f"{objectives} objective{'' if objectives == 1 else 's'}"


def _objectives(week: Week, rights: OkrRights, now: datetime) -> Sequence[ObjectiveStanding]:
    """The organisation's and those of the reader's streams (of all streams to who belongs to none), as this reader may
    know them."""
    rows = Objective.objects.for_organisation(rights.organisation).with_names().in_bulk(week.objectives)
    found = [rows[pk] for pk in week.objectives if pk in rows]
    own = rights.stream_ids
    wanted = [
        each for each in found if not own or each.value_stream_id is None or each.value_stream_id in own
    ]
    return standing(wanted, now=now, stream_ids=own)


def _findings(rights: OkrRights, now: datetime) -> list[Shown]:
    """The severest open ones that the reader may know of; drafts are their authors' own."""
    rows = of_reader(rights, now=now).open().shown().filter(of_draft=False)
    return shown(rows.not_waived_on(today(rights.organisation, now=now))[:MOST_FINDINGS], rights)
