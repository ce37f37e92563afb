"""Who may see a metric, write its values, define it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from django.core.exceptions import PermissionDenied
from django.http import Http404

from okrflow.metrics.models import Metric, MetricKind
from okrflow.metrics.querysets import MetricQuerySet
from okrflow.organisations.access import Access
from okrflow.organisations.models import Role
from okrflow.value_streams.models import StreamMembership, StreamRole


@dataclass(frozen=True, kw_only=True)
class MetricRights:
    """The rights of one member over the organisation's metrics; `roles` are theirs in the streams they belong to."""

    access: Access
    roles: Mapping[int, StreamRole] = field(default_factory=dict)

    @classmethod
    def of(cls, access: Access) -> Self:
        """One query."""
        rows = StreamMembership.objects.filter(
            value_stream__organisation=access.organisation, user=access.user
        )
        roles = {stream: StreamRole(role) for stream, role in rows.values_list("value_stream_id", "role")}
        return cls(access=access, roles=roles)

    @property
    def visible(self) -> MetricQuerySet:
        """All metrics that the member may see."""
        return Metric.objects.for_organisation(self.access.organisation).shown_to(self.roles)

    def sees(self, metric: Metric) -> bool:
        return metric.kind != MetricKind.TEAM or metric.value_stream_id in self.roles

    @property
    def defines(self) -> bool:
        return self.access.at_least(Role.EDITOR)

    @property
    def sets_timing(self) -> bool:
        return self.access.at_least(Role.ADMIN)

    def writes_values(self, metric: Metric) -> bool:
        if metric.computed or not self.sees(metric):
            return False
        leads = self.roles.get(metric.value_stream_id or 0) == StreamRole.LEAD
        return self.access.at_least(Role.EDITOR) or leads

    def require_values(self, metric: Metric) -> None:
        """Raise Http404 for a metric that is not seen, PermissionDenied without the right."""
        if not self.sees(metric):
            raise Http404("No such metric.")
        if metric.computed:
            raise PermissionDenied("This metric is computed from flow; nobody types its values.")
        if not self.writes_values(metric):
            raise PermissionDenied("Values are written by editors. Ask an owner for the role “editor”.")

    def require_defining(self) -> None:
        if not self.defines:
            raise PermissionDenied("Metrics are defined by editors. Ask an owner for the role “editor”.")
