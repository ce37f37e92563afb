"""Comments: read by those who see what they are about, changed by their authors for a quarter of an hour."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from okrflow.accounts.models import User
from okrflow.api.fields import Id, Instant, Text
from okrflow.api.operations import operation
from okrflow.api.problems import bad_parameter, bad_value
from okrflow.api.serializers import PageQuery, Query, Strict, page_of
from okrflow.api.views import ApiView
from okrflow.comments import services
from okrflow.comments.mentions import suggested
from okrflow.comments.models import SUBJECTS, Comment
from okrflow.comments.subjects import (
    Subject,
    audience,
    readable_comments,
    require_commenting,
    subject_named,
)
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Role, Scope
from okrflow.web.markdown import rendered

READ, WRITE = (Scope.OKRS_READ,), (Scope.OKRS_WRITE,)
MOST_SUGGESTED = 10


class SubjectQuery(Query):
    objective = serializers.UUIDField(required=False)
    key_result = serializers.UUIDField(required=False)
    check_in = serializers.UUIDField(required=False)
    proposal = serializers.UUIDField(required=False)


class CommentsQuery(SubjectQuery, PageQuery):
    pass


class MentionableQuery(SubjectQuery):
    q = serializers.CharField(required=False, max_length=120, allow_blank=True, help_text="How a name begins")


class CommentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    objective = serializers.UUIDField(allow_null=True)
    key_result = serializers.UUIDField(allow_null=True)
    check_in = serializers.UUIDField(allow_null=True)
    proposal = serializers.UUIDField(allow_null=True)
    text = serializers.CharField(help_text="Markdown; empty once it is deleted")
    html = serializers.CharField(help_text="The text as safe HTML")
    mentions = serializers.ListField(child=serializers.UUIDField(), help_text="Members")
    created_at = Instant()
    created_by = serializers.UUIDField(allow_null=True)
    edited_at = Instant(allow_null=True)
    deleted_at = Instant(allow_null=True)


class CommentIn(Strict):
    """On one of an objective, a key result, a check-in and a proposal."""

    objective = Id(required=False)
    key_result = Id(required=False)
    check_in = Id(required=False)
    proposal = Id(required=False)
    text = Text(max_length=5000)


class CommentPatch(Strict):
    text = Text(max_length=5000)


class MentionableOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class MentionableListOut(serializers.Serializer[Any]):
    results = MentionableOut(many=True)


class Comments(ApiView):
    """What is said of objectives, key results, check-ins and proposals."""

    @operation(
        summary="List comments",
        scopes=READ,
        query=CommentsQuery,
        answers={200: page_of(CommentOut, "comments")},
    )
    def get(self, request: Request) -> Response:
        rights = OkrRights.of(self.access)
        found = readable_comments(rights)
        if subject := _asked(self, rights):
            found = found.on(subject)
        return self.page(found.with_names().with_subjects(), _shown)

    @operation(summary="Comment", scopes=WRITE, role=Role.EDITOR, body=CommentIn, answers={201: CommentOut})
    def post(self, request: Request) -> Response:
        rights, given = OkrRights.of(self.access), self.read_body()
        text = given.pop("text")
        if len(given) != 1:
            raise bad_value(
                "", "does_not_fit", "Say which one objective, key result, check-in or proposal it is about."
            )
        subject = subject_named(rights, **given)
        made = services.add_comment(rights=rights, subject=subject, text=text, now=timezone.now())
        return self.made(_shown(_found(rights, made.uuid)), f"{self.base}/comments/{made.uuid}")


class OneComment(ApiView):
    """One comment."""

    @operation(summary="Read a comment", scopes=READ, answers={200: CommentOut})
    def get(self, request: Request, comment: UUID) -> Response:
        return Response(_shown(_found(OkrRights.of(self.access), comment)))

    @operation(
        summary="Change a comment",
        scopes=WRITE,
        role=Role.EDITOR,
        body=CommentPatch,
        answers={200: CommentOut},
    )
    def patch(self, request: Request, comment: UUID) -> Response:
        """One's own, within 15 minutes."""
        rights = OkrRights.of(self.access)
        row = _found(rights, comment)
        services.require_own(rights, row)
        text = self.read_body()["text"]
        services.edit_comment(rights=rights, comment=row, text=text, now=timezone.now())
        return Response(_shown(_found(rights, comment)))

    @operation(summary="Delete a comment", scopes=WRITE, role=Role.EDITOR, answers={204: None})
    def delete(self, request: Request, comment: UUID) -> Response:
        """One's own; its place stays, empty."""
        rights = OkrRights.of(self.access)
        services.delete_comment(rights=rights, comment=_found(rights, comment), now=timezone.now())
        return Response(status=204)


class Mentionable(ApiView):
    """Whom a comment can mention: those who see what it is about."""

    @operation(
        summary="List who can be mentioned",
        scopes=READ,
        query=MentionableQuery,
        answers={200: MentionableListOut},
    )
    def get(self, request: Request) -> Response:
        """At most ten, by name."""
        rights = OkrRights.of(self.access)
        require_commenting(rights)
        subject = _asked(self, rights)
        if subject is None:
            raise bad_parameter(
                "objective", "required", "Say which objective, key result, check-in or proposal it is about."
            )
        others = audience(subject).exclude(pk=self.access.user.pk)
        found = suggested(self.parameters.get("q", ""), others, most=MOST_SUGGESTED)
        return Response({"results": [_person(each) for each in found]})


def _asked(view: ApiView, rights: OkrRights) -> Subject | None:
    """The one subject that the parameters name. Raises Problem for several."""
    named = {name: view.parameters[name] for name in SUBJECTS if view.parameters.get(name)}
    if len(named) > 1:
        raise bad_parameter(
            list(named)[1], "does_not_fit", "Name one of objective, key_result, check_in and proposal."
        )
    return subject_named(rights, **named) if named else None


def _found(rights: OkrRights, uuid: UUID) -> Comment:
    return get_object_or_404(readable_comments(rights).with_names().with_subjects(), uuid=uuid)


def _person(person: User) -> dict[str, str]:
    return {"id": str(person.uuid), "name": str(person)}


def _shown(row: Comment) -> dict[str, Any]:
    subjects = {name: getattr(row, name) for name in SUBJECTS}
    body = {
        "id": row.uuid,
        "html": rendered(row.text),
        "mentions": [mention.user.uuid for mention in row.mentions.all()],
        "created_by": row.created_by.uuid if row.created_by else None,
        **{name: subject.uuid if subject else None for name, subject in subjects.items()},
    }
    plain = {name: getattr(row, name) for name in ("text", "created_at", "edited_at", "deleted_at")}
    return dict(CommentOut(body | plain).data)
