"""Reading imports of OKRs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from okrflow.okr_imports.models import OkrImport
    from okrflow.organisations.access import Access
    from okrflow.organisations.models import Organisation


class OkrImportQuerySet(models.QuerySet["OkrImport"]):
    def for_organisation(self, organisation: Organisation) -> OkrImportQuerySet:
        return self.filter(organisation=organisation).select_related("value_stream", "job", "created_by")

    def of(self, access: Access) -> OkrImportQuerySet:
        """Those that the reader uploaded; nobody else sees the drafts in them."""
        return self.for_organisation(access.organisation).filter(created_by=access.user)

    def newest_first(self) -> OkrImportQuerySet:
        return self.without_files().order_by("-created_at", "-pk")

    def without_files(self) -> OkrImportQuerySet:
        return self.defer("content", "reading", "rejected")
