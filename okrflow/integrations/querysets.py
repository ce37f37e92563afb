"""Reading imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from okrflow.integrations.models import Feed, ValuesFile, WorkItemImport
    from okrflow.metrics.rights import MetricRights
    from okrflow.organisations.models import Organisation


class WorkItemImportQuerySet(models.QuerySet["WorkItemImport"]):
    def for_organisation(self, organisation: Organisation) -> WorkItemImportQuerySet:
        return self.filter(organisation=organisation).select_related("value_stream", "job", "created_by")

    def newest_first(self) -> WorkItemImportQuerySet:
        return self.defer("reading").order_by("-created_at", "-pk")


class FeedQuerySet(models.QuerySet["Feed"]):
    def for_organisation(self, organisation: Organisation) -> FeedQuerySet:
        return self.filter(organisation=organisation)

    def connected(self) -> FeedQuerySet:
        """An expired token counts: its source has fallen silent without anybody meaning it."""
        return self.filter(token__revoked_at=None)


class ValuesFileQuerySet(models.QuerySet["ValuesFile"]):
    def for_organisation(self, organisation: Organisation) -> ValuesFileQuerySet:
        return self.filter(organisation=organisation)

    def of(self, rights: MetricRights) -> ValuesFileQuerySet:
        """Those that the reader uploaded, to metrics that they still see."""
        own = self.for_organisation(rights.access.organisation).filter(created_by=rights.access.user)
        return own.filter(metric__in=rights.visible).select_related("metric__organisation")
