"""Findings on the pages of the rooms below."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.review.models import ReviewRun
from okrflow.review.shown import of_reader, shown
from okrflow.value_streams.models import ValueStream
from okrflow.web.panels import Panel, Place, panels_wanted

ORDER = 20


@receiver(panels_wanted)
def findings_here(place: Place, subject: Any, access: Access, now: datetime, **_: Any) -> list[Panel]:
    """The open findings of the place, waived ones folded; beside a form what it says as one types."""
    rights = OkrRights.of(access)
    if place == Place.OBJECTIVE_FORM:
        return [Panel(order=ORDER, template="review/beside_form.html", context=_form(subject))]
    about = _about(place, subject)
    if about is None:
        return []
    rows = shown(of_reader(rights, now=now).open().shown().filter(about), rights)
    run = ReviewRun.objects.filter(organisation=access.organisation).first()
    pending = place in {Place.OBJECTIVE, Place.KEY_RESULT} and (run is None or run.wanted_at is not None)
    if not rows and not pending:
        return []
    context = {
        "found": [each for each in rows if each.waived_until is None],
        "waived": [each for each in rows if each.waived_until is not None],
        "pending": pending,
        "place": place,
    }
    return [Panel(order=ORDER, template="review/panel.html", context=context)]


def _about(place: Place, subject: Any) -> Q | None:
    if place == Place.OBJECTIVE and isinstance(subject, Objective):
        return Q(objective=subject)
    if place == Place.KEY_RESULT and isinstance(subject, KeyResult):
        return Q(subject_uuid=subject.uuid)
    if place == Place.STREAM_OKRS and isinstance(subject, ValueStream):
        return Q(value_stream=subject, objective=None)
    if place == Place.OBJECTIVES:
        return Q(value_stream=None, objective=None)
    return None


def _form(subject: Any) -> dict[str, Any]:
    """Which objective is written, or for which stream."""
    return {
        "of_objective": subject if isinstance(subject, Objective) else None,
        "of_stream": subject if isinstance(subject, ValueStream) else None,
    }
