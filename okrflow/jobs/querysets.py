"""Reading jobs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from okrflow.jobs.models import Job
    from okrflow.organisations.models import Organisation


class JobQuerySet(models.QuerySet["Job"]):
    def for_organisation(self, organisation: Organisation) -> JobQuerySet:
        return self.filter(organisation=organisation)

    def lost(self, *, since: datetime) -> JobQuerySet:
        """Those that should be working and were neither seen nor made since then."""
        seen_at = models.functions.Coalesce("heartbeat_at", "created_at")
        return self.filter(state__in=["queued", "running"]).alias(seen_at=seen_at).filter(seen_at__lt=since)
