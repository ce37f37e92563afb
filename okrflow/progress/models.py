"""The rendered progress pages."""

from django.db import models

from okrflow.organisations.models import Organisation
from okrflow.progress.querysets import RenderedPageQuerySet
from okrflow.value_streams.models import ValueStream


class RenderedPage(models.Model):
    """A page as HTML, of a stream or (without one) of the organisation, as a worker rendered it.

    `computed_at` is when its input was read, and so the version of it: a late worker never replaces a newer page.
    A change sets `wanted_at`; a worker that sets about it moves that to `claimed_at` before it reads anything, so a
    change in the meantime is wanted again.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    value_stream = models.ForeignKey(ValueStream, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=30, help_text="Which of its pages")
    html = models.TextField(blank=True)
    etag = models.CharField(max_length=64, blank=True)
    release = models.CharField(
        max_length=32, blank=True, help_text="The code and templates it was rendered with"
    )
    computed_at = models.DateTimeField(null=True, blank=True)
    wanted_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="Last opened, to the day")

    objects = RenderedPageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "value_stream", "name"], nulls_distinct=False, name="one_page_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.value_stream or self.organisation}"
