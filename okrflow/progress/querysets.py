"""Reading rendered pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import models

from okrflow.progress.release import release

if TYPE_CHECKING:
    from okrflow.progress.models import RenderedPage

SILENT: Final = timedelta(minutes=2)
"""A worker that has claimed a page for longer than this is taken for dead."""
UNREAD: Final = timedelta(days=14)
"""A page that nobody opens for so long is no longer kept ready."""
OLDEST: Final = timedelta(hours=1)
"""No page gets older: ages, loads of today and what a lost signal would have told come right by then."""


class RenderedPageQuerySet(models.QuerySet["RenderedPage"]):
    def wanted(self, *, now: datetime) -> RenderedPageQuerySet:
        """Those that a worker should set about now."""
        abandoned = models.Q(claimed_at__lt=now - SILENT)
        return self.filter(models.Q(wanted_at__isnull=False) | abandoned)

    def outdated(self, *, now: datetime) -> RenderedPageQuerySet:
        """Those that are due even if nobody said so."""
        return self.wanted(now=now) | self.filter(
            models.Q(computed_at=None)
            | models.Q(computed_at__lt=now - OLDEST)
            | ~models.Q(release=release()),
            claimed_at=None,
        )

    def unread(self, *, now: datetime) -> RenderedPageQuerySet:
        """Those that nobody has opened for long."""
        return self.filter(models.Q(read_at=None) | models.Q(read_at__lt=now - UNREAD))
