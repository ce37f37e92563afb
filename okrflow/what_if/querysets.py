"""Reading scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from okrflow.organisations.models import Organisation
    from okrflow.value_streams.models import ValueStream
    from okrflow.what_if.models import Scenario


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def for_organisation(self, organisation: Organisation) -> ScenarioQuerySet:
        return self.filter(organisation=organisation)

    def of_stream(self, value_stream: ValueStream) -> ScenarioQuerySet:
        return self.filter(organisation=value_stream.organisation_id, value_stream=value_stream)

    def saved(self) -> ScenarioQuerySet:
        return self.exclude(name="")

    def unsaved(self) -> ScenarioQuerySet:
        return self.filter(name="")

    def called(self, name: str) -> ScenarioQuerySet:
        """Whatever the case of its letters."""
        return self.filter(name__iexact=name)

    def with_result(self) -> ScenarioQuerySet:
        return self.filter(result__isnull=False)

    def latest_computed(self) -> ScenarioQuerySet:
        return self.order_by("-computed_at", "-pk")

    def newest_first(self) -> ScenarioQuerySet:
        return self.select_related("job", "created_by", "value_stream__organisation").order_by("-pk")
