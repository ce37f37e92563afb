"""Imports of OKRs from files."""

from django.conf import settings
from django.db import models

from okrflow.jobs.models import Job
from okrflow.okr_imports.querysets import OkrImportQuerySet
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.web.models import Identified, Timestamped


class OkrImport(Identified, Timestamped):
    """A file of OKRs on its way in: what was uploaded, how it is to be read, and what came of it.

    It may hold drafts, so it is seen by nobody but the person who uploaded it.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="okr_imports")
    value_stream = models.ForeignKey(
        ValueStream,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of rows that name none. Empty: the organisation",
    )
    file_name = models.CharField(max_length=255)
    size = models.PositiveIntegerField(help_text="Bytes")
    content = models.BinaryField(help_text="The file, until it is brought in")
    reading = models.JSONField(default=dict, help_text="Columns, dates, numbers, matches: as confirmed")
    job = models.OneToOneField(Job, models.SET_NULL, null=True, blank=True, related_name="okr_import")
    result = models.JSONField(null=True, blank=True, help_text="Counts, and what was not taken as it was")
    rejected = models.JSONField(
        default=list, blank=True, help_text="Rows that were not taken: number, reason, cells"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = OkrImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import of OKRs"
        verbose_name_plural = "imports of OKRs"
        indexes = [
            models.Index(fields=["organisation", "created_by", "-created_at"], name="okr_imports_newest")
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def begun(self) -> bool:
        """It was brought in, or it is on its way."""
        return self.result is not None or (self.job is not None and not self.job.ended)
