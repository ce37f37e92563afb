"""Who can do what in an organisation: asked of the functions that decide it, for each kind of person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from okrflow.accounts.models import User
from okrflow.metrics.models import Metric, MetricKind
from okrflow.okrs.models import KeyResult, Objective, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.models import Membership, Organisation, Role
from okrflow.review.models import Finding
from okrflow.review.rights import may_waive
from okrflow.value_streams.access import Belonging, StreamAccess
from okrflow.value_streams.models import StreamRole, ValueStream


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What somebody is in the organisation and in a stream; `role_there` None: does not belong to it."""

    name: str
    roles: frozenset[Role]
    role_there: StreamRole | None = None
    confirmed: bool = True

    def is_(self, access: Access, belonging: Belonging | None) -> bool:
        if access.role not in self.roles or (belonging and belonging.role) != self.role_there:
            return False
        return belonging is None or access.role not in ABOVE or belonging.confirmed == self.confirmed


ABOVE: Final = frozenset({Role.OWNER, Role.ADMIN})
EDITOR: Final = frozenset({Role.EDITOR})
VIEWER: Final = frozenset({Role.VIEWER})
KINDS: Final = (
    Kind(name="Lead", roles=EDITOR, role_there=StreamRole.LEAD),
    Kind(name="Member", roles=EDITOR, role_there=StreamRole.MEMBER),
    Kind(name="Member, viewer", roles=VIEWER, role_there=StreamRole.MEMBER),
    Kind(name="Lead and administrator, confirmed", roles=ABOVE, role_there=StreamRole.LEAD),
    Kind(name="Member and administrator, confirmed", roles=ABOVE, role_there=StreamRole.MEMBER),
    Kind(name="Lead and administrator, not confirmed", roles=ABOVE, role_there=StreamRole.LEAD, confirmed=False),
    Kind(name="Member and administrator, not confirmed", roles=ABOVE, role_there=StreamRole.MEMBER, confirmed=False),
    Kind(name="Owner", roles=frozenset({Role.OWNER})),
    Kind(name="Administrator", roles=frozenset({Role.ADMIN})),
    Kind(name="Editor", roles=EDITOR),
    Kind(name="Viewer", roles=VIEWER),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody of a kind before a stream that is at work and has a lead."""

    rights: OkrRights
    stream: StreamAccess

    @property
    def access(self) -> Access:
        return self.stream.access

    @property
    def stream_id(self) -> int:
        return self.stream.value_stream.pk

    def objective(self, state: ObjectiveState, *, of_stream: bool = True) -> Objective:
        stream = self.stream.value_stream if of_stream else None
        return Objective(organisation=self.access.organisation, value_stream=stream, state=state)


PUBLISHED, DRAFT = ObjectiveState.PUBLISHED, ObjectiveState.DRAFT
ACTIONS: Final[Mapping[str, Sequence[tuple[str, Callable[[Asked], bool]]]]] = {
    "A value stream's OKRs": (
        ("Read what is published", lambda who: who.rights.sees(who.objective(PUBLISHED))),
        ("Read drafts", lambda who: who.rights.sees(who.objective(DRAFT))),
        (
            "Read its team metrics",
            lambda who: who.rights.metrics.sees(
                Metric(kind=MetricKind.TEAM, value_stream=who.stream.value_stream)
            ),
        ),
        ("Write objectives and key results", lambda who: who.rights.writes(who.stream_id)),
        ("Publish", lambda who: who.rights.publishes(who.stream_id)),
        ("Close and grade", lambda who: who.rights.closes(who.stream_id)),
        ("Check in", lambda who: who.rights.checks_in(KeyResult(objective=who.objective(PUBLISHED)))),
        ("Propose to it", lambda who: who.rights.proposes_to(who.stream_id)),
        ("Say that a link to it does not count", lambda who: who.rights.refuses_support(who.objective(PUBLISHED))),
        ("Waive findings of its review", lambda who: may_waive(who.rights, Finding(value_stream=who.stream.value_stream))),
    ),
    "A value stream": (
        ("Choose and confirm its people", lambda who: who.stream.leads),
        ("Appoint a lead while it has none", lambda who: who.access.at_least(Role.ADMIN)),
        ("Say what statuses mean, set the load limit", lambda who: who.stream.sets_up),
        ("Write work items and values", lambda who: who.stream.writes_items),
        ("Make, close and open value streams", lambda who: who.access.at_least(Role.ADMIN)),
    ),
    "The organisation": (
        ("Write, publish and close its objectives", lambda who: who.rights.closes(None)),
        ("Propose to it", lambda who: who.rights.proposes_to(None)),
        ("Make and close cycles", lambda who: who.rights.administers),
        ("Invite people, give roles", lambda who: who.access.at_least(Role.ADMIN)),
        ("Make owners", lambda who: who.access.at_least(Role.OWNER)),
        ("Waive findings of its review", lambda who: may_waive(who.rights, Finding())),
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Column:
    """A kind of person; `streams` are those in which the reader is one."""

    kind: Kind
    streams: Sequence[ValueStream]


@dataclass(frozen=True, kw_only=True)
class Group:
    name: str
    rows: Sequence[tuple[str, Sequence[tuple[Column, bool]]]]


def who_can(rights: OkrRights, streams: Sequence[ValueStream]) -> tuple[list[Column], list[Group]]:
    """The kinds of people, and the actions with who may. A few queries."""
    columns = [Column(kind=kind, streams=[s for s in streams if _is(rights, kind, s)]) for kind in KINDS]
    sample = streams[0] if streams else ValueStream(pk=0, organisation=rights.organisation)
    asked = [(column, _asked(column.kind, sample)) for column in columns]
    groups = [
        Group(
            name=name,
            rows=[(text, [(column, may(who)) for column, who in asked]) for text, may in actions],
        )
        for name, actions in ACTIONS.items()
    ]
    return columns, groups


def _is(rights: OkrRights, kind: Kind, stream: ValueStream) -> bool:
    return kind.is_(rights.access, rights.belongings.get(stream.pk))


def _asked(kind: Kind, stream: ValueStream) -> Asked:
    organisation: Organisation = stream.organisation
    role = min(kind.roles, key=lambda role: role.rank)
    membership = Membership(organisation=organisation, user=User(pk=0), role=role)  # somebody who is nobody
    access = Access(organisation=organisation, membership=membership)
    there = {}
    if kind.role_there is not None:
        there[stream.pk] = Belonging(role=kind.role_there, confirmed=kind.confirmed, led=True, closed=False)
    return Asked(
        rights=OkrRights(access=access, belongings=there),
        stream=StreamAccess(access=access, value_stream=stream, stream_role=kind.role_there),
    )
