"""Who may see, write and publish OKRs: streams set their own (ownership, rules 1, 2, 4 to 10, 13, 14, 18, 20)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from okrflow.metrics.models import Metric, MetricKind
from okrflow.metrics.rights import MetricRights
from okrflow.okrs.models import KeyResult, Objective, ObjectiveState
from okrflow.okrs.querysets import KeyResultQuerySet, ObjectiveQuerySet
from okrflow.organisations.access import Access
from okrflow.organisations.models import Organisation, Role
from okrflow.value_streams.access import Belonging, belongings
from okrflow.value_streams.models import StreamRole, ValueStream
from okrflow.value_streams.services.people import leads_of
from okrflow.web.refusals import Instead, NotYours


@dataclass(frozen=True, kw_only=True)
class OkrRights:
    """The rights of one member over the organisation's OKRs; `belongings`: what they are in the streams they belong to.

    Without a stream (None) a right is over the organisation's own OKRs.
    """

    access: Access
    belongings: Mapping[int, Belonging] = field(default_factory=dict)

    @classmethod
    def of(cls, access: Access) -> Self:
        """One query."""
        return cls(access=access, belongings=belongings(access))

    @property
    def organisation(self) -> Organisation:
        return self.access.organisation

    @cached_property
    def metrics(self) -> MetricRights:
        roles = {stream: belonging.role for stream, belonging in self.belongings.items()}
        return MetricRights(access=self.access, roles=roles)

    @property
    def administers(self) -> bool:
        return self.access.at_least(Role.ADMIN)

    @property
    def stream_ids(self) -> list[int]:
        """The streams that the member belongs to: whose drafts and team metrics they read."""
        return list(self.belongings)

    def belongs(self, stream_id: int | None) -> bool:
        return self.administers if stream_id is None else stream_id in self.belongings

    def counts_as_member(self, stream_id: int | None) -> bool:
        """Belongs and is at least editor; an administrator if a lead other than themselves confirmed it (rule 2)."""
        if stream_id is None:
            return self.administers
        belonging = self.belongings.get(stream_id)
        return belonging is not None and belonging.counts_for(self.access)

    def also_admin(self, stream_id: int | None) -> bool:
        """Whether what they write for the stream comes from somebody above it, too (rule 2)."""
        return stream_id in self.belongings and self.administers

    def writes(self, stream_id: int | None) -> bool:
        """May write objectives; of a stream while it has a lead and is not closed (rules 1, 2, 5, 10, 13)."""
        if stream_id is None or not self.counts_as_member(stream_id):
            return self.counts_as_member(stream_id)
        return self.belongings[stream_id].led and not self.belongings[stream_id].closed

    def publishes(self, stream_id: int | None) -> bool:
        """May publish objectives, rank them, set their cycle."""
        if stream_id is None:
            return self.administers
        return self.writes(stream_id) and self.belongings[stream_id].role == StreamRole.LEAD

    def closes(self, stream_id: int | None) -> bool:
        """May close objectives and grade them (rule 1)."""
        return self.publishes(stream_id)

    def proposes_to(self, stream_id: int | None) -> bool:
        """Administrators, and editors who do not belong to it, propose to a stream; editors to the organisation
        (rules 8, 9, 13); nobody to a closed stream."""
        if stream_id is None:
            return self.access.at_least(Role.EDITOR) and not self.administers
        outside = self.access.at_least(Role.EDITOR) and stream_id not in self.belongings
        return (self.administers or outside) and not self._closed(stream_id)

    def refuses_support(self, parent: Objective) -> bool:
        """May say of objectives that support this one that they are not counted (rule 9)."""
        return self.publishes(parent.value_stream_id)

    def frozen(self, value_stream: ValueStream) -> bool:
        """Nobody can act as its lead: its OKRs are read, values go on, nothing is edited (rule 5). One query at most."""
        belonging = self.belongings.get(value_stream.pk)
        return not (belonging.led if belonging else leads_of(value_stream))

    def _closed(self, stream_id: int) -> bool:
        streams = ValueStream.objects.for_organisation(self.organisation)
        return not streams.at_work().filter(pk=stream_id).exists()

    def sees(self, objective: Objective) -> bool:
        return objective.state != ObjectiveState.DRAFT or self.belongs(objective.value_stream_id)

    def checks_in(self, key_result: KeyResult) -> bool:
        """The stream's members, without a lead, too (rule 6), and whoever keeps the key result up to date."""
        if self.counts_as_member(key_result.objective.value_stream_id):
            return True
        keeps = key_result.kept_by_id == self.access.user.pk
        return keeps and self.access.at_least(Role.EDITOR) and self.metrics_seen(key_result)

    def metrics_seen(self, key_result: KeyResult) -> bool:
        """Whether it hangs on no team metric of a stream that the member does not belong to."""
        metric: Metric | None = key_result.metric
        return metric is None or self.metrics.sees(metric)

    @property
    def readable(self) -> ObjectiveQuerySet:
        """All objectives but the drafts of others."""
        drafts = Q(value_stream__in=self.stream_ids)
        if self.administers:
            drafts |= Q(value_stream=None)
        return Objective.objects.for_organisation(self.organisation).filter(
            ~Q(state=ObjectiveState.DRAFT) | drafts
        )

    @property
    def readable_key_results(self) -> KeyResultQuerySet:
        """The key results of those objectives but those on team metrics of other streams."""
        told = Q(metric=None) | ~Q(metric__kind=MetricKind.TEAM) | Q(metric__value_stream__in=self.stream_ids)
        rows = KeyResult.objects.for_organisation(self.organisation)
        return rows.filter(told, objective__in=self.readable)

    def require_seen(self, objective: Objective) -> None:
        if not self.sees(objective):
            raise Http404("No such objective.")

    def require_writing(self, value_stream: ValueStream | None) -> None:
        """Raise NotYours, with the way to propose it to those who may (rule 20)."""
        if not self.writes(value_stream.pk if value_stream else None):
            raise self._refusal(value_stream)

    def require_publishing(self, value_stream: ValueStream | None) -> None:
        """Raise NotYours to all but leads (for the organisation's: administrators)."""
        self.require_writing(value_stream)
        if value_stream is not None and not self.publishes(value_stream.pk):
            raise NotYours(f"Objectives of {value_stream} are published by its leads. Ask one of them.")

    def require_closing(self, value_stream: ValueStream | None) -> None:
        """Likewise for closing."""
        self.require_writing(value_stream)
        if value_stream is not None and not self.closes(value_stream.pk):
            raise NotYours(f"Objectives of {value_stream} are closed by its leads. Ask one of them.")

    def require_check_in(self, key_result: KeyResult) -> None:
        self.require_seen(key_result.objective)
        if not self.metrics_seen(key_result):
            raise Http404("No such key result.")
        if not self.checks_in(key_result):
            raise self._refusal(key_result.objective.value_stream)

    def require_cycles(self) -> None:
        if not self.administers:
            raise PermissionDenied(
                "Cycles are made by administrators and owners of the organisation. Ask one of them."
            )

    def _refusal(self, value_stream: ValueStream | None) -> NotYours:
        stream_id = value_stream.pk if value_stream else None
        instead = None
        if self.proposes_to(stream_id):
            url = f"/o/{self.organisation.slug}/proposals/new/"
            url += f"?stream={value_stream.slug}" if value_stream else ""
            instead = Instead(rel="propose", title="Propose it", url=url)
        return NotYours(self._why_not(value_stream), instead)

    def _why_not(self, value_stream: ValueStream | None) -> str:
        if value_stream is None:
            return "Objectives of the organisation are written by its administrators and owners."
        if value_stream.is_closed:
            return f"{value_stream} is closed; its OKRs stay as they are."
        if self.counts_as_member(value_stream.pk):
            return f"{value_stream} has no lead, so its OKRs can't be edited. Ask an administrator to appoint one."
        if self.also_admin(value_stream.pk):
            return (
                f"You administer {self.organisation}, so you write for {value_stream} once one of its leads, not "
                "yourself, has confirmed that you belong to it. Until then you can propose."
            )
        return f"The OKRs of {value_stream} are written by its own members. Ask one of its leads to add you."
