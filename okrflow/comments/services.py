"""Writing, changing and deleting comments, and having seen who mentions one."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from okrflow.accounts.models import User
from okrflow.comments.mentions import mentioned
from okrflow.comments.models import EDITABLE_FOR, Comment, Mention
from okrflow.comments.querysets import field_of
from okrflow.comments.subjects import Subject, audience, require_commenting
from okrflow.okrs.rights import OkrRights
from okrflow.web.refusals import Refused


class NotAComment(Refused):
    """It says nothing."""


class TooLate(Refused):
    """It can't be changed any more."""


@transaction.atomic
def add_comment(*, rights: OkrRights, subject: Subject, text: str, now: datetime) -> Comment:
    """Say something of what the member can see; whoever is mentioned and can see it, too, finds it waiting.

    What mentioned its author there counts as seen. Raises PermissionDenied, NotAComment, ValidationError for bad texts.
    """
    require_commenting(rights)
    comment = Comment(
        organisation=rights.organisation,
        created_by=rights.access.user,
        created_at=now,
        **{field_of(subject): subject},
    )
    _write(comment, text)
    _mention(comment, mentioned(comment.text, audience(subject)))
    mark_seen(rights=rights, subject=subject, now=now)
    return comment


def _write(comment: Comment, text: str) -> None:
    comment.text = text.strip()
    if not comment.text:
        raise NotAComment("Write something first.")
    comment.clean_fields(exclude=[field.name for field in comment._meta.fields if field.is_relation])
    comment.save()


def _mention(comment: Comment, people: Iterable[User]) -> None:
    """All of these but the author; those that were mentioned before stay as seen as they are."""
    others = [person for person in people if person.pk != comment.created_by_id]
    comment.mentions.exclude(user__in=others).delete()
    rows = [Mention(comment=comment, user=person) for person in others]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def edit_comment(*, rights: OkrRights, comment: Comment, text: str, now: datetime) -> Comment:
    """Change one's own within a quarter of an hour. Raises PermissionDenied, TooLate, NotAComment, ValidationError."""
    require_commenting(rights)
    stored = _own(rights, comment)
    if not stored.editable_at(now):
        minutes = int(EDITABLE_FOR.total_seconds() // 60)
        raise TooLate(f"A comment can be changed for {minutes} minutes. Write another one.")
    stored.edited_at = now
    _write(stored, text)
    _mention(stored, mentioned(stored.text, audience(stored.subject)))
    return stored


@transaction.atomic
def delete_comment(*, rights: OkrRights, comment: Comment, now: datetime) -> Comment:
    """Take one's own back: its place stays, its words and mentions go. Raises PermissionDenied."""
    require_commenting(rights)
    stored = _own(rights, comment)
    if stored.deleted_at is None:
        stored.text, stored.deleted_at = "", now
        stored.save(update_fields=["text", "deleted_at"])
        stored.mentions.all().delete()
    return stored


def _own(rights: OkrRights, comment: Comment) -> Comment:
    """The comment as it is now, held until the end of the transaction."""
    rows = Comment.objects.for_organisation(rights.organisation).with_subjects()
    stored = rows.select_for_update(of=("self",)).get(pk=comment.pk)
    require_own(rights, stored)
    return stored


def require_own(rights: OkrRights, comment: Comment) -> None:
    """Raise PermissionDenied to all but its author."""
    if comment.created_by_id != rights.access.user.pk:
        raise PermissionDenied("A comment is changed and deleted by the one who wrote it.")


def mark_seen(*, rights: OkrRights, subject: Subject, now: datetime) -> None:
    """What mentions the member there waits for them no more."""
    comments = Comment.objects.for_organisation(rights.organisation).on(subject)
    rows = Mention.objects.filter(comment__in=comments, user=rights.access.user, seen_at=None)
    rows.update(seen_at=now)
