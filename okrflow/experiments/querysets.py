"""Reading experiments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.db import models

if TYPE_CHECKING:
    from okrflow.experiments.models import Experiment
    from okrflow.organisations.models import Organisation
    from okrflow.value_streams.models import ValueStream

MEASURED_AFTER_ITS_END: Final = timedelta(days=90)
"""So long items that went through the change still finish and count."""


class ExperimentQuerySet(models.QuerySet["Experiment"]):
    def for_organisation(self, organisation: Organisation) -> ExperimentQuerySet:
        return self.filter(organisation=organisation)

    def of_stream(self, value_stream: ValueStream) -> ExperimentQuerySet:
        return self.filter(organisation=value_stream.organisation_id, value_stream=value_stream)

    def with_names(self) -> ExperimentQuerySet:
        """With all that its page and the API name."""
        return self.select_related(
            "organisation",
            "value_stream__organisation",
            "stage",
            "scenario__job",
            "scenario__value_stream__organisation",
            "verdict_by",
            "created_by",
            "key_result__organisation",
            "key_result__metric",
            "key_result__objective",
        )

    def measured_on(self, day: date) -> ExperimentQuerySet:
        """Those whose effect may still change: running, or ended a short while ago."""
        lately = models.Q(to_on=None) | models.Q(to_on__gt=day - MEASURED_AFTER_ITS_END)
        return self.filter(lately, from_on__lte=day)

    def newest_first(self) -> ExperimentQuerySet:
        return self.order_by("-from_on", "-pk")
