"""What this room knows to wait for a person: check-ins, and verdicts on ended experiments."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from okrflow.experiments.models import Experiment
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.rhythm.due import begin_of, due_by_person
from okrflow.web.waiting import Waiting, WaitingKind, waiting_wanted
from okrflow.work_items.figures.windows import today


@receiver(waiting_wanted)
def check_ins_waiting(access: Access, now: datetime, **_: Any) -> list[Waiting]:
    """Key results that are due, for whom they wait. Three queries, one where nothing is due."""
    mine = due_by_person(access.organisation, now=now).get(access.user.pk, [])
    return [
        Waiting(
            kind=WaitingKind.CHECK_IN,
            title=each.key_result.title,
            url=each.url,
            since=begin_of(each.since, access.organisation),
            words=each.words(access.user.pk),
        )
        for each in mine
    ]


@receiver(waiting_wanted)
def verdicts_waiting(access: Access, now: datetime, **_: Any) -> list[Waiting]:
    """Ended experiments without a verdict, for the leads of their streams. Two queries."""
    rights, organisation = OkrRights.of(access), access.organisation
    led = [pk for pk in rights.stream_ids if rights.publishes(pk)]
    ended = Experiment.objects.for_organisation(organisation).filter(
        value_stream__in=led, verdict="", to_on__lte=today(organisation, now=now)
    )
    return [
        Waiting(
            kind=WaitingKind.VERDICT,
            title=each.title,
            url=each.get_absolute_url(),
            since=begin_of(each.to_on, organisation),
            words=f"Ended in {each.value_stream}: keep it, stop it or change it?",
        )
        for each in ended.select_related("value_stream__organisation")
        if each.to_on is not None
    ]
