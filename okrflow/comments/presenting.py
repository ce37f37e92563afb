"""Comments as a member reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.safestring import SafeString

from okrflow.comments.models import Comment, Mention
from okrflow.comments.querysets import field_of
from okrflow.comments.subjects import Subject, audience, may_comment
from okrflow.okrs.models import CheckIn, KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.web.markdown import rendered

SHOWN: Final = 30
NAMED: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    comment: Comment
    html: SafeString
    may_edit: bool
    may_delete: bool


def shown(rows: Iterable[Comment], rights: OkrRights, *, now: datetime) -> list[Shown]:
    found = []
    for row in rows:
        mine = row.created_by_id == rights.access.user.pk and may_comment(rights)
        found.append(
            Shown(
                comment=row,
                html=rendered(row.text),
                may_edit=mine and row.editable_at(now),
                may_delete=mine and row.deleted_at is None,
            )
        )
    return found


def mentionable_at(subject: Subject) -> str:
    """The address in the API of those who can be mentioned there; what is typed comes as `&q=`."""
    path = reverse("comments_api:mentionable", args=[subject.organisation.slug])
    return f"{path}?{field_of(subject)}={subject.uuid}"


def talked_about(key_result: KeyResult) -> Sequence[CheckIn]:
    """The latest check-ins of which something was said, with how many comments they have. One query."""
    count = Count("comments", filter=Q(comments__deleted_at=None))
    rows = CheckIn.objects.filter(key_result=key_result).annotate(said=count).filter(said__gt=0)
    found = list(rows.order_by("-created_at", "-pk")[:NAMED])
    for check_in in found:
        check_in.key_result = key_result
    return found


def conversation(subject: Subject, rights: OkrRights, *, now: datetime) -> dict[str, Any]:
    """What the panel shows: the latest comments, and whom one can mention. Six queries at most."""
    rows = Comment.objects.for_organisation(rights.organisation).on(subject)
    total = rows.count()
    latest = rows.with_names().oldest_first()[max(0, total - SHOWN) :]
    unseen = Mention.objects.filter(comment__in=rows, user=rights.access.user, seen_at=None)
    others = audience(subject).exclude(pk=rights.access.user.pk).order_by("name", "pk")[: NAMED + 1]
    names = [str(person) for person in others]
    return {
        "comments": shown(latest, rights, now=now),
        "earlier": max(0, total - SHOWN),
        "unseen": unseen.count(),
        "may_comment": may_comment(rights),
        "names": names[:NAMED],
        "more_names": len(names) > NAMED,
        "subject": subject,
        "mentionable": mentionable_at(subject),
        "address": f"{subject.get_absolute_url()}comments/",
    }
