"""Reading findings and waivers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.db import models

from okrflow.review.checks import Family
from okrflow.review.families import FAMILY_OF
from okrflow.review.findings import Severity

if TYPE_CHECKING:
    from okrflow.okrs.rights import OkrRights
    from okrflow.organisations.models import Organisation
    from okrflow.review.models import Finding, Waiver

FAMILIES: Final = list(Family)
REOPENED_WITHIN: Final = timedelta(days=30)
"""One that holds again sooner is the same finding, with a new episode."""


class FindingQuerySet(models.QuerySet["Finding"]):
    def for_organisation(self, organisation: Organisation) -> FindingQuerySet:
        return self.filter(organisation=organisation)

    def told(self, rights: OkrRights) -> FindingQuerySet:
        """Those that a member may know of: of drafts and of team metrics only their own streams'."""
        own = models.Q(value_stream__in=rights.stream_ids)
        if rights.administers:
            own |= models.Q(value_stream=None, of_team=False)
        return self.for_organisation(rights.organisation).filter(
            models.Q(of_draft=False, of_team=False) | own, opened_at__isnull=False
        )

    def open(self) -> FindingQuerySet:
        """Also the waived ones."""
        return self.filter(closed_at=None, opened_at__isnull=False)

    def current(self, *, now: datetime) -> FindingQuerySet:
        """What a run goes on with: those not closed, and the latest closed ones that may be reopened."""
        lately = models.Q(closed_at=None) | models.Q(closed_at__gt=now - REOPENED_WITHIN)
        return self.filter(lately).order_by(models.F("closed_at").asc(nulls_last=True), "pk")

    def on(self, day: date) -> FindingQuerySet:
        """With `waived_until`: the last day of the waiver that holds on a day, or None."""
        return self.annotate(waived_until=models.Subquery(_waivers(day).values("until")[:1]))

    def waived_on(self, day: date) -> FindingQuerySet:
        return self.filter(models.Exists(_waivers(day)))

    def not_waived_on(self, day: date) -> FindingQuerySet:
        return self.filter(~models.Exists(_waivers(day)))

    def shown(self) -> FindingQuerySet:
        """One a cause."""
        return self.filter(absorbed_by=None)

    def counted(self) -> FindingQuerySet:
        """What everybody may read: nothing of drafts, nothing of team metrics."""
        return self.filter(of_draft=False, of_team=False)

    def in_order(self) -> FindingQuerySet:
        """The severest first, then by family, then the newest."""
        severities = [models.When(severity=each.value, then=place) for place, each in enumerate(Severity)]
        families = [
            models.When(check_id=check, then=FAMILIES.index(family)) for check, family in FAMILY_OF.items()
        ]
        whole = models.IntegerField()
        return self.order_by(
            models.Case(*severities, output_field=whole),
            models.Case(*families, default=len(FAMILIES), output_field=whole),
            models.F("opened_at").desc(),
            "pk",
        )

    def with_names(self) -> FindingQuerySet:
        """With all that a list of them names."""
        return self.select_related("organisation", "value_stream__organisation", "objective__cycle")


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def for_organisation(self, organisation: Organisation) -> WaiverQuerySet:
        return self.filter(organisation=organisation)

    def holding_on(self, day: date) -> WaiverQuerySet:
        return self.filter(withdrawn_at=None, until__gte=day)

    def newest_first(self) -> WaiverQuerySet:
        return self.order_by("-waived_at", "-pk")


def _waivers(day: date) -> WaiverQuerySet:
    """Those of the finding of the outer query that hold on a day."""
    waivers: WaiverQuerySet = apps.get_model("review", "Waiver").objects.filter(finding=models.OuterRef("pk"))
    return waivers.holding_on(day)
