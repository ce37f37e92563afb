"""Who may see, write and publish OKRs: streams set their own (ownership, rules 1, 13, 14, 18, 20)."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from okrflow.value_streams.models import StreamRole, ValueStream


@dataclass(frozen=True, kw_only=True)
class OkrRights:
    """The rights of one member over the organisation's OKRs; `roles` are theirs in the streams they belong to."""

    access: Access
    roles: Mapping[int, StreamRole]

    @classmethod
    def of(cls, access: Access) -> Self:
        """One query."""
        return cls(access=access, roles=MetricRights.of(access).roles)

    @property
    def organisation(self) -> Organisation:
        return self.access.organisation

    @property
    def metrics(self) -> MetricRights:
        return MetricRights(access=self.access, roles=self.roles)

    @property
    def administers(self) -> bool:
        return self.access.at_least(Role.ADMIN)

    @property
    def stream_ids(self) -> list[int]:
        """The streams that the member belongs to: whose drafts and team metrics they read."""
        return list(self.roles)

    def belongs(self, stream_id: int | None) -> bool:
        return self.administers if stream_id is None else stream_id in self.roles

    def writes(self, stream_id: int | None) -> bool:
        """May write objectives of the stream, or, with None, of the organisation."""
        return self.belongs(stream_id) and self.access.at_least(Role.EDITOR)

    def publishes(self, stream_id: int | None) -> bool:
        if stream_id is None:
            return self.administers
        return self.roles.get(stream_id) == StreamRole.LEAD and self.access.at_least(Role.EDITOR)

    def sees(self, objective: Objective) -> bool:
        return objective.state != ObjectiveState.DRAFT or self.belongs(objective.value_stream_id)

    def checks_in(self, key_result: KeyResult) -> bool:
        """Those who write the objective, and whoever keeps the key result up to date."""
        objective = key_result.objective
        if self.writes(objective.value_stream_id):
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
        if not self.writes(value_stream.pk if value_stream else None):
            raise PermissionDenied(_refusal(value_stream))

    def require_publishing(self, value_stream: ValueStream | None) -> None:
        if not self.publishes(value_stream.pk if value_stream else None):
            if value_stream is None:
                raise PermissionDenied(_refusal(None))
            raise PermissionDenied(
                f"Objectives of {value_stream} are published by its leads. Ask one of them."
            )

    def require_check_in(self, key_result: KeyResult) -> None:
        self.require_seen(key_result.objective)
        if not self.metrics_seen(key_result):
            raise Http404("No such key result.")
        if not self.checks_in(key_result):
            raise PermissionDenied(_refusal(key_result.objective.value_stream))

    def require_cycles(self) -> None:
        if not self.administers:
            raise PermissionDenied(
                "Cycles are made by administrators and owners of the organisation. Ask one of them."
            )


def _refusal(value_stream: ValueStream | None) -> str:
    if value_stream is None:
        return "Objectives of the organisation are written by its administrators and owners."
    return f"The OKRs of {value_stream} are written by its own members. Ask one of its leads to add you."
