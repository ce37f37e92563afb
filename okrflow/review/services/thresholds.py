"""Setting thresholds: administrators do, on the record, and everybody sees them with their date."""

from datetime import datetime

from django.db import transaction

from okrflow.organisations.access import Access
from okrflow.organisations.models import Role
from okrflow.review.models import ThresholdSetting
from okrflow.review.services.runs import want
from okrflow.review.thresholds import THRESHOLDS, OutOfRange, Thresholds


@transaction.atomic
def set_threshold(*, access: Access, name: str, value: float | None, now: datetime) -> None:
    """Set one, or, with None, go back to its default; the review is run anew. Raises PermissionDenied, OutOfRange."""
    access.require(Role.ADMIN)
    if name not in THRESHOLDS:
        raise OutOfRange(f"There is no threshold called “{name}”.")
    default = THRESHOLDS[name].default
    wanted = default if value is None else value
    Thresholds.of({name: wanted})
    rows = ThresholdSetting.objects.filter(organisation=access.organisation, name=name)
    present = rows.values_list("value", flat=True).first()
    if wanted == (default if present is None else present):
        return
    ThresholdSetting.objects.update_or_create(
        organisation=access.organisation,
        name=name,
        defaults={"value": wanted, "changed_at": now, "changed_by": access.user},
    )
    want(organisation_id=access.organisation.pk)
