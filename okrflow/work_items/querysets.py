"""Reading work items."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Upper

if TYPE_CHECKING:
    from okrflow.organisations.models import Organisation
    from okrflow.work_items.models import StaleItem, WorkItem


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def for_organisation(self, organisation: Organisation) -> WorkItemQuerySet:
        return self.filter(organisation=organisation)

    def named(self, names: Iterable[tuple[str, str]]) -> WorkItemQuerySet:
        """Those with these (source, external id)."""
        wanted = models.Q(pk__in=[])
        for source, group in groupby(sorted(names), key=lambda name: name[0]):
            wanted |= models.Q(source=source, external_id__in=[external_id for _, external_id in group])
        return self.filter(wanted)

    def with_keys(self, keys: Collection[str]) -> WorkItemQuerySet:
        """Those with these keys, whatever the case of their letters."""
        wanted = [key.upper() for key in keys]
        alike = models.Q(key__in=list(keys)) | models.Q(upper_key__in=wanted)
        return self.alias(upper_key=Upper("key")).filter(alike)


class StaleItemQuerySet(models.QuerySet["StaleItem"]):
    def due(self, *, now: datetime) -> StaleItemQuerySet:
        return self.filter(models.Q(due_at=None) | models.Q(due_at__lte=now))
