"""What a member of the organisation may do in one of its value streams (ownership: streams set their own OKRs)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404

from okrflow.organisations.access import Access
from okrflow.organisations.models import Organisation, Role
from okrflow.value_streams.models import StreamMembership, StreamRole, ValueStream


@dataclass(frozen=True, kw_only=True)
class StreamAccess:
    """The rights of one member in one stream."""

    access: Access
    value_stream: ValueStream
    stream_role: StreamRole | None
    counts: bool = False
    """Writes and checks in as one of its members (see Belonging.counts_for)."""

    @property
    def belongs(self) -> bool:
        """Is a member or lead of the stream: reads team metrics and drafts."""
        return self.stream_role is not None

    @property
    def leads(self) -> bool:
        """Publishes and closes objectives, confirms members."""
        return self.stream_role == StreamRole.LEAD and self.access.at_least(Role.EDITOR)

    @property
    def writes_items(self) -> bool:
        return self.access.at_least(Role.EDITOR) or self.leads

    @property
    def sets_up(self) -> bool:
        """Maps statuses, sets the load limit."""
        return self.leads or self.access.at_least(Role.ADMIN)

    def require(self, right: str) -> None:
        """Raise PermissionDenied without the right (the name of one of the properties above)."""
        if not getattr(self, right):
            raise PermissionDenied(REFUSALS[right].format(stream=self.value_stream))


REFUSALS = {
    "belongs": "This is seen by the members of {stream} only. Ask one of its leads to add you.",
    "leads": "This is for the leads of {stream}.",
    "writes_items": "Work items are written by editors of the organisation. Ask an owner for the role “editor”.",
    "sets_up": "Setting up {stream} is for its leads and for administrators of the organisation.",
}


def enter_stream(access: Access, slug: str) -> StreamAccess:
    """The member's rights in the stream of that slug (or of that UUID). Two queries; Http404 if there is none."""
    value_stream = ValueStream.objects.for_organisation(access.organisation).named(slug)
    if value_stream is None:
        raise Http404("No such value stream.")
    return rights_in(access, value_stream)


def rights_in(access: Access, value_stream: ValueStream) -> StreamAccess:
    """The member's rights in a stream of the same organisation. One query."""
    if value_stream.organisation_id != access.organisation.pk:
        raise Http404("No such value stream.")
    found = _belongings(access.organisation, user=access.user, value_stream=value_stream)
    belonging = found.get(access.user.pk, {}).get(value_stream.pk)
    return StreamAccess(
        access=access,
        value_stream=value_stream,
        stream_role=belonging.role if belonging else None,
        counts=belonging is not None and belonging.counts_for(access),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """What a member is in one of their streams, and what decides over writing its OKRs (ownership, rules 2, 4, 5, 10)."""

    role: StreamRole
    confirmed: bool
    """By a lead other than themselves; who is alone in the stream needs nobody."""
    led: bool
    """Somebody can act as its lead."""
    closed: bool

    def counts_for(self, access: Access) -> bool:
        """Is at least editor; an administrator if a lead other than themselves confirmed it (rules 1, 2)."""
        return access.at_least(Role.EDITOR) and (self.confirmed or not access.at_least(Role.ADMIN))


def belongings(access: Access) -> dict[int, Belonging]:
    """What the member is in the streams they belong to, by the stream's number. One query."""
    return _belongings(access.organisation, user=access.user).get(access.user.pk, {})


def belongings_of_everybody(organisation: Organisation) -> dict[int, dict[int, Belonging]]:
    """The same of all members, by the number of the user. One query."""
    return _belongings(organisation)


def _belongings(organisation: Organisation, **whose: Any) -> dict[int, dict[int, Belonging]]:
    there = StreamMembership.objects.filter(value_stream=OuterRef("value_stream"))
    rows = (
        StreamMembership.objects.filter(value_stream__organisation=organisation, **whose)
        .annotate(led=Exists(there.acting_leads()), accompanied=Exists(there.exclude(pk=OuterRef("pk"))))
        .values_list(
            "user", "value_stream", "role", "confirmed_by", "accompanied", "led", "value_stream__closed_on"
        )
    )
    found: dict[int, dict[int, Belonging]] = defaultdict(dict)
    for user, stream, role, by, accompanied, led, closed_on in rows:
        found[user][stream] = Belonging(
            role=StreamRole(role),
            confirmed=not accompanied or by not in {None, user},
            led=led,
            closed=closed_on is not None,
        )
    return found
