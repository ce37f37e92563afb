"""What the rooms below ask: panels with the conversation, mentions that wait, what was said on an objective's timeline."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils.text import Truncator

from okrflow.comments.models import Mention
from okrflow.comments.presenting import conversation, talked_about
from okrflow.comments.subjects import readable_comments
from okrflow.okrs.models import Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.timeline import Happening, happenings_wanted
from okrflow.organisations.access import Access
from okrflow.web.panels import Panel, Place, panels_wanted
from okrflow.web.waiting import Waiting, WaitingKind, waiting_wanted

QUOTED = 80


@receiver(panels_wanted)
def show_comments(place: Place, subject: Any, access: Access, now: datetime, **_: Any) -> list[Panel]:
    """The conversation on the page of an objective, a key result, a check-in or a proposal."""
    if place not in (Place.OBJECTIVE, Place.KEY_RESULT, Place.CHECK_IN, Place.PROPOSAL):
        return []
    context = conversation(subject, OkrRights.of(access), now=now)
    if place == Place.KEY_RESULT:
        context["check_ins"] = talked_about(subject)
    return [Panel(order=90, template="comments/panel.html", context=context)]


@receiver(waiting_wanted)
def wait_until_seen(access: Access, **_: Any) -> list[Waiting]:
    """Mentions of the member in what they can still see. Two queries."""
    readable = readable_comments(OkrRights.of(access)).with_subjects().select_related("created_by")
    rows = readable.filter(mentions__in=Mention.objects.filter(user=access.user, seen_at=None))
    return [
        Waiting(
            kind=WaitingKind.MENTION,
            title=str(row.subject),
            url=row.get_absolute_url(),
            since=row.created_at,
            words=f"{row.created_by or 'Somebody'} mentions you: {Truncator(row.text).chars(QUOTED)}",
        )
        for row in rows.oldest_first()
    ]


@receiver(happenings_wanted)
def tell_comments(objective: Objective, rights: OkrRights, **_: Any) -> list[Happening]:
    """What was said of the objective and of those of its key results that the reader knows, with their check-ins."""
    about = (
        Q(objective=objective)
        | Q(key_result__objective=objective)
        | Q(check_in__key_result__objective=objective)
    )
    rows = readable_comments(rights).filter(about, deleted_at=None).with_subjects()
    return [
        Happening(
            at=row.created_at,
            who=str(row.created_by or ""),
            words=f"said: {Truncator(row.text).chars(QUOTED)}",
            url=row.get_absolute_url(),
        )
        for row in rows.select_related("created_by")
    ]
