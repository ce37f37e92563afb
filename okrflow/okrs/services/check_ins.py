"""Check-ins: what somebody says of a key result; never changed afterwards."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from okrflow.metrics.services import noon_of, record_measurement
from okrflow.okrs.models import Aim, CheckIn, KeyResult, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.refusals import NotPossible
from okrflow.okrs.services.telling import tell
from okrflow.work_items.figures.windows import today

NOTE_UNDER = 4


@transaction.atomic
def check_in(
    *,
    rights: OkrRights,
    key_result: KeyResult,
    value: Decimal | None = None,
    confidence: int | None = None,
    note: str = "",
    about_on: date | None = None,
    about_at: datetime | None = None,
    now: datetime | None = None,
) -> CheckIn:
    """Say where a key result of a published objective stands, of today unless a day or instant is given.

    A value becomes a measurement of the metric and stays in the check-in as a copy; flow metrics take none.
    Raises PermissionDenied, Http404, NotPossible, and what record_measurement refuses.
    """
    now = now or timezone.now()
    rights.require_check_in(key_result)
    _require_possible(key_result, value, confidence, note)
    about_at = about_at or about(key_result, about_on, now)
    measurement = None
    if value is not None and key_result.metric is not None:
        measurement = record_measurement(
            metric=key_result.metric, about_at=about_at, value=value, note="", by=rights.access.user, now=now
        )
    said = CheckIn(
        organisation=key_result.organisation,
        key_result=key_result,
        about_at=about_at,
        value=measurement.value if measurement else None,
        confidence=confidence,
        note=note,
        measurement=measurement,
        created_at=now,
        created_by=rights.access.user,
    )
    said.clean_fields(exclude=["organisation", "key_result", "measurement", "created_by"])
    said.save()
    key_result.check_in_requests.filter(answered_by=None).update(answered_by=said)
    tell(key_result.organisation_id, key_result.objective.value_stream_id)
    return said


def _require_possible(
    key_result: KeyResult, value: Decimal | None, confidence: int | None, note: str
) -> None:
    if key_result.objective.state != ObjectiveState.PUBLISHED:
        raise NotPossible("", "You check in on published objectives only.")
    if key_result.metric is None:
        raise NotPossible("", "This key result has no metric yet.")
    if value is not None and key_result.metric.computed:
        raise NotPossible("value", "This value is computed from flow. Give your confidence and a note.")
    if confidence is not None and not 0 <= confidence <= 10:
        raise NotPossible("confidence", "Confidence goes from 0 to 10.")
    if confidence is not None and confidence < NOTE_UNDER and not note.strip():
        raise NotPossible("note", f"Under {NOTE_UNDER}, say in a sentence what stands in the way.")
    if value is None and confidence is None and not note.strip():
        raise NotPossible("", "Give a value, a confidence or a note.")


def about(key_result: KeyResult, about_on: date | None, now: datetime) -> datetime:
    """The instant that a value is about: of a day its noon; of none or today now, so that of two on a day the later counts."""
    organisation = key_result.organisation
    if about_on is None or about_on == today(organisation, now=now):
        return now
    if about_on > today(organisation, now=now):
        raise NotPossible("about_on", "That day has not come yet.")
    return noon_of(organisation, about_on)


@transaction.atomic
def confirm_baseline(*, rights: OkrRights, key_result: KeyResult, now: datetime | None = None) -> KeyResult:
    """A member says that the baseline is established: the key result's score is 1 from now on."""
    rights.require_check_in(key_result)
    if key_result.aim != Aim.BASELINE or key_result.objective.state != ObjectiveState.PUBLISHED:
        raise NotPossible("", "There is no baseline to confirm.")
    stored = KeyResult.objects.select_for_update(of=("self",), no_key=True).get(pk=key_result.pk)
    if stored.baseline_confirmed_at is None:
        stored.baseline_confirmed_at, stored.baseline_confirmed_by = now or timezone.now(), rights.access.user
        stored.version += 1
        stored.save(update_fields=["baseline_confirmed_at", "baseline_confirmed_by", "version", "updated_at"])
        tell(stored.organisation_id, key_result.objective.value_stream_id)
    return stored
