"""What-if scenarios: changes to a stream that were simulated on one window of its past, and what came of them."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from okrflow.jobs.models import Job
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.web.models import Identified, Timestamped
from okrflow.what_if.querysets import ScenarioQuerySet


@pghistory.track(exclude=["result"])
class Scenario(Identified, Timestamped):
    """One question to the what-if: the stream as it ran in [first_on, to_on), with these changes.

    A job computes the result; until then, and if the job failed, it is empty. Only a scenario with a name is saved: it is
    listed and compared. The others are forgotten when they are old.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="scenarios")
    value_stream = models.ForeignKey(ValueStream, models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=120, blank=True, help_text="Empty until it is saved")
    first_on = models.DateField(help_text="The window's first day")
    to_on = models.DateField(help_text="The day after the window's last")
    changes = models.JSONField(help_text="As in the API, such as [{“stage”: “Verification”, “places”: 1}]")
    replications = models.PositiveIntegerField()
    result = models.JSONField(null=True, blank=True, help_text="What came of it, as codes and figures")
    computed_at = models.DateTimeField(null=True, blank=True)
    job = models.OneToOneField(Job, models.SET_NULL, null=True, blank=True, related_name="scenario")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_on__lt=models.F("to_on")), name="scenario_window_has_days"
            ),
            models.CheckConstraint(
                condition=models.Q(result__isnull=True, computed_at__isnull=True)
                | models.Q(result__isnull=False, computed_at__isnull=False),
                name="scenario_computed_with_result",
            ),
            models.UniqueConstraint(
                "value_stream",
                Lower("name"),
                condition=~models.Q(name=""),
                name="scenario_name_once_in_its_stream",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "value_stream", "-id"], name="scenarios_of_stream"),
        ]

    def __str__(self) -> str:
        return self.name or f"What-if of {self.value_stream}"

    @property
    def saved(self) -> bool:
        return bool(self.name)

    def get_absolute_url(self) -> str:
        return f"{self.value_stream.get_absolute_url()}what-if/{self.uuid}/"
