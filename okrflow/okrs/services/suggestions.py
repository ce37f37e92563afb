"""What others know of a key result: a value that they suggest (ownership, rule 18), a check-in that they ask for."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from okrflow.metrics.decimals import NotStorable, stored
from okrflow.okrs.models import CheckIn, CheckInRequest, KeyResult, SuggestedValue
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.check_ins import about, check_in
from okrflow.okrs.services.refusals import NotPossible
from okrflow.organisations.models import Role
from okrflow.web.refusals import Refused


class AlreadyAnswered(Refused):
    """Somebody took or declined it before."""


def may_suggest(rights: OkrRights, key_result: KeyResult) -> bool:
    """Of the organisation's key results: the members of a stream one of whose key results contributes. One query."""
    if key_result.objective.value_stream_id is not None or rights.administers:
        return False
    if not rights.access.at_least(Role.EDITOR):
        return False
    contributing = key_result.contributed_by.filter(key_result__objective__value_stream__in=rights.stream_ids)
    return bool(contributing.exists())


def require_suggesting(rights: OkrRights, key_result: KeyResult) -> None:
    if not may_suggest(rights, key_result):
        raise PermissionDenied(
            "Values of the organisation's key results are suggested by members of the streams that contribute to them."
        )


@transaction.atomic
def suggest_value(
    *,
    rights: OkrRights,
    key_result: KeyResult,
    value: Decimal,
    note: str = "",
    about_on: date | None = None,
    now: datetime | None = None,
) -> SuggestedValue:
    """Tell the organisation's administrators of a value, of today unless a day is given.

    Raises PermissionDenied, NotPossible.
    """
    now = now or timezone.now()
    require_suggesting(rights, key_result)
    _require_running(key_result)
    if key_result.metric is None or key_result.metric.computed:
        raise NotPossible("value", "Its value is not typed in, so there is none to suggest.")
    try:
        number = stored(value)
    except NotStorable as error:
        raise NotPossible("value", str(error)) from None
    suggested = SuggestedValue(
        organisation=rights.organisation,
        key_result=key_result,
        about_at=about(key_result, about_on, now),
        value=number,
        note=note,
        suggested_at=now,
        suggested_by=rights.access.user,
    )
    suggested.clean_fields(exclude=["organisation", "key_result", "suggested_by", "answered_by", "check_in"])
    suggested.save()
    return suggested


@transaction.atomic
def take_suggestion(*, rights: OkrRights, suggested: SuggestedValue, now: datetime | None = None) -> CheckIn:
    """Check in with the value. Raises PermissionDenied, AlreadyAnswered, NotPossible."""
    now = now or timezone.now()
    found = _claimed(rights, suggested)
    by = f"Suggested by {found.suggested_by}." if found.suggested_by else "Suggested."
    said = check_in(
        rights=rights,
        key_result=found.key_result,
        value=found.value,
        note=f"{by} {found.note}".strip(),
        about_at=found.about_at,
        now=now,
    )
    found.answered_at, found.answered_by, found.check_in = now, rights.access.user, said
    found.save(update_fields=["answered_at", "answered_by", "check_in"])
    return said


@transaction.atomic
def decline_suggestion(
    *, rights: OkrRights, suggested: SuggestedValue, now: datetime | None = None
) -> SuggestedValue:
    """Keep it without following it. Raises PermissionDenied, AlreadyAnswered."""
    found = _claimed(rights, suggested)
    found.answered_at, found.answered_by = now or timezone.now(), rights.access.user
    found.save(update_fields=["answered_at", "answered_by"])
    return found


def _claimed(rights: OkrRights, suggested: SuggestedValue) -> SuggestedValue:
    rights.require_check_in(suggested.key_result)
    rows = SuggestedValue.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("suggested_by").get(pk=suggested.pk)
    if found.answered_at is not None:
        raise AlreadyAnswered("Somebody answered it before you.")
    found.key_result = suggested.key_result
    return found


@transaction.atomic
def ask_for_check_in(
    *, rights: OkrRights, key_result: KeyResult, note: str = "", now: datetime | None = None
) -> CheckInRequest:
    """Ask those who keep it up to date where it stands; the next check-in answers. Raises Http404, NotPossible."""
    rights.require_seen(key_result.objective)
    if not rights.metrics_seen(key_result):
        raise Http404("No such key result.")
    _require_running(key_result)
    KeyResult.objects.select_for_update(no_key=True).get(pk=key_result.pk)
    if key_result.check_in_requests.filter(answered_by=None).exists():
        raise NotPossible("", "Somebody has asked already. The next check-in answers it.")
    asked = CheckInRequest(
        organisation=rights.organisation,
        key_result=key_result,
        asked_at=now or timezone.now(),
        asked_by=rights.access.user,
        note=note,
    )
    asked.clean_fields(exclude=["organisation", "key_result", "asked_by", "answered_by"])
    asked.save()
    return asked


def _require_running(key_result: KeyResult) -> None:
    if not key_result.objective.is_published or key_result.retired_at is not None:
        raise NotPossible("", "This is for key results of published objectives only.")
