"""The reminder: the key results that wait for this person, each with a link that opens its form."""

from datetime import datetime

from okrflow.organisations.access import Access
from okrflow.rhythm.due import due_by_person
from okrflow.rhythm.links import check_in_url
from okrflow.rhythm.mails.contents import Contents
from okrflow.rhythm.models import Sending


def contents(sending: Sending, access: Access, now: datetime) -> Contents | None:
    """None for somebody who has checked in meanwhile."""
    user = access.user
    due = due_by_person(access.organisation, now=now).get(user.pk, [])
    if not due:
        return None
    rows = [
        (each, each.words(user.pk), check_in_url(user=user.uuid, key_result=each.key_result.uuid))
        for each in due
    ]
    more = f" and {len(due) - 1} more" if len(due) > 1 else ""
    subject = f"Check in on “{due[0].key_result.title}”{more}"
    return Contents(subject=subject, context={"rows": rows})
