"""Reading work items."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from okrflow.organisations.models import Organisation
    from okrflow.work_items.models import StaleItem, WorkItem


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def for_organisation(self, organisation: Organisation) -> WorkItemQuerySet:
        return self.filter(organisation=organisation)


class StaleItemQuerySet(models.QuerySet["StaleItem"]):
    def due(self, *, now: datetime) -> StaleItemQuerySet:
        return self.filter(models.Q(due_at=None) | models.Q(due_at__lte=now))
