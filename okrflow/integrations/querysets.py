"""Reading imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from okrflow.integrations.models import WorkItemImport
    from okrflow.organisations.models import Organisation


class WorkItemImportQuerySet(models.QuerySet["WorkItemImport"]):
    def for_organisation(self, organisation: Organisation) -> WorkItemImportQuerySet:
        return self.filter(organisation=organisation).select_related("value_stream", "job", "created_by")

    def newest_first(self) -> WorkItemImportQuerySet:
        return self.defer("reading").order_by("-created_at", "-pk")
