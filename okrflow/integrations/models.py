"""Files on their way in: work items, and values of metrics."""

from django.conf import settings
from django.db import models

from okrflow.integrations.querysets import FeedQuerySet, ValuesFileQuerySet, WorkItemImportQuerySet
from okrflow.jobs.models import Job
from okrflow.metrics.models import Metric
from okrflow.organisations.models import ApiToken, Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.web.models import Identified, Timestamped


class WorkItemImport(Identified, Timestamped):
    """A file on its way in: what was uploaded, how it is to be read (confirmed by a person), and what came of it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="work_item_imports")
    value_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    reading = models.JSONField(
        default=dict,
        help_text="Format, columns, date format, zone, states: as confirmed",
    )
    job = models.OneToOneField(Job, models.SET_NULL, null=True, blank=True, related_name="work_item_import")
    result = models.JSONField(null=True, blank=True, help_text="Counts of rows and items")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = WorkItemImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-created_at"], name="imports_newest")]

    def __str__(self) -> str:
        return self.file_name


class ImportChunk(models.Model):
    """A piece of an uploaded file, in the database so that a worker on any host can read it."""

    work_item_import = models.ForeignKey(WorkItemImport, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work_item_import", "number"], name="chunk_once")]

    def __str__(self) -> str:
        return f"{self.work_item_import}, piece {self.number}"


class RejectedRow(models.Model):
    """A row of an import that was not taken over, with the reason."""

    work_item_import = models.ForeignKey(WorkItemImport, models.CASCADE, related_name="rejected_rows")
    number = models.PositiveIntegerField(help_text="Line of the file")
    reason = models.CharField(max_length=500)
    cells = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["work_item_import", "number"], name="rejected_rows_in_order")]

    def __str__(self) -> str:
        return f"Row {self.number}: {self.reason}"


class Feed(Identified, Timestamped):
    """A source sends a value stream's items through an API token; it is connected until the token is revoked."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    value_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="feeds")
    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="feeds")

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value_stream", "token"], name="feed_once")]

    def __str__(self) -> str:
        return f"{self.token} to {self.value_stream}"


class ValuesFile(Identified, Timestamped):
    """A file of values of a metric, kept until the person who uploaded it has looked at it and reads it in."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    metric = models.ForeignKey(Metric, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=255)
    size = models.PositiveIntegerField(help_text="Bytes")
    content = models.BinaryField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    objects = ValuesFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "created_at"], name="values_files_oldest")]

    def __str__(self) -> str:
        return self.file_name
