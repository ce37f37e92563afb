"""What can be commented on, who sees it, and who may say something."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from okrflow.accounts.models import User
from okrflow.comments.models import Comment
from okrflow.comments.querysets import CommentQuerySet
from okrflow.metrics.models import MetricKind
from okrflow.okrs.models import CheckIn, KeyResult, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Membership, Role
from okrflow.proposals.models import Proposal
from okrflow.value_streams.models import StreamMembership

Subject = Objective | KeyResult | CheckIn | Proposal


def subject_named(rights: OkrRights, **named: UUID | None) -> Subject:
    """The objective, key result, check-in or proposal of that id, the last of those named; it lies in those before.

    Raises Http404 for what the member can't see.
    """
    *above, (name, uuid) = [(name, uuid) for name, uuid in named.items() if uuid]
    within = {f"{each}__uuid": uuid for each, uuid in above}
    rows: dict[str, Any] = {
        "objective": rights.readable.with_names(),
        "key_result": rights.readable_key_results.select_related(
            "organisation", "metric", "objective__value_stream"
        ),
        "check_in": _readable_check_ins(rights).select_related(
            "organisation",
            "key_result__metric",
            "key_result__organisation",
            "key_result__objective__value_stream",
        ),
        "proposal": Proposal.objects.readable(rights).with_names(),
    }
    found: Subject = get_object_or_404(rows[name], uuid=uuid, **within)
    return found


def _readable_check_ins(rights: OkrRights) -> "QuerySet[CheckIn]":
    return CheckIn.objects.filter(
        organisation=rights.organisation, key_result__in=rights.readable_key_results
    )


def readable_comments(rights: OkrRights) -> CommentQuerySet:
    """The comments on all that the member can see."""
    told = (
        Q(objective__in=rights.readable)
        | Q(key_result__in=rights.readable_key_results)
        | Q(check_in__in=_readable_check_ins(rights))
        | Q(proposal__in=Proposal.objects.readable(rights))
    )
    return Comment.objects.for_organisation(rights.organisation).filter(told)


def audience(subject: Subject) -> "QuerySet[User]":
    """The active members who can see it: all, or for drafts, team metrics and proposals those few."""
    members = Membership.objects.for_organisation(subject.organisation)
    people = User.objects.filter(is_active=True, pk__in=members.values("user"))
    match subject:
        case Objective():
            return _who_see(people, subject, members)
        case KeyResult():
            found = _who_see(people, subject.objective, members)
            metric = subject.metric
            if metric is None or metric.kind != MetricKind.TEAM:
                return found
            return found.filter(pk__in=_belonging(metric.value_stream_id))
        case CheckIn():
            return audience(subject.key_result)
        case Proposal():
            told = _above(members) | Q(pk=subject.proposed_by_id)
            return people.filter(told | Q(pk__in=_belonging(subject.value_stream_id)))


def _who_see(
    people: "QuerySet[User]", objective: Objective, members: "QuerySet[Membership]"
) -> "QuerySet[User]":
    if not objective.is_draft:
        return people
    if objective.value_stream_id is None:
        return people.filter(_above(members))
    return people.filter(pk__in=_belonging(objective.value_stream_id))


def _above(members: "QuerySet[Membership]") -> Q:
    return Q(pk__in=members.filter(role__in=[Role.ADMIN, Role.OWNER]).values("user"))


def _belonging(stream_id: int | None) -> Any:
    return StreamMembership.objects.filter(value_stream=stream_id).values("user")


def may_comment(rights: OkrRights) -> bool:
    return rights.access.at_least(Role.EDITOR)


def require_commenting(rights: OkrRights) -> None:
    """Raise PermissionDenied to viewers, who write nothing."""
    if not may_comment(rights):
        raise PermissionDenied("Comments are written by editors. Ask an owner for the role “editor”.")
