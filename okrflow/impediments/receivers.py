"""What the rooms below ask: panels, what waits for an answer, what happened to an objective."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.dispatch import receiver

from okrflow.impediments.models import Impediment
from okrflow.impediments.rights import answers
from okrflow.okrs.models import Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.timeline import Happening, happenings_wanted
from okrflow.organisations.access import Access
from okrflow.web.panels import Panel, Place, panels_wanted
from okrflow.web.waiting import Waiting, WaitingKind, waiting_wanted


@receiver(panels_wanted)
def show_impediments(place: Place, subject: Any, access: Access, **_: Any) -> list[Panel]:
    """What an objective of the organisation addresses, what limits a key result, what holds a stream up."""
    rows = Impediment.objects.for_organisation(access.organisation).with_names().longest_first()
    context: dict[str, Any]
    match place:
        case Place.OBJECTIVE if subject.value_stream_id is None:
            context = {"rows": rows.filter(addressed_by=subject), "heading": "Impediments that it addresses"}
            shown = bool(context["rows"])
        case Place.KEY_RESULT:
            raising = _raising(subject.objective.value_stream, OkrRights.of(access))
            context = {"rows": rows.filter(limits=subject).open(), "heading": "Limited by"}
            context |= {"raising": raising, "key_result": subject}
            shown = bool(context["rows"] or raising)
        case Place.STREAM_OKRS:
            raising = _raising(subject, OkrRights.of(access))
            context = {"rows": rows.of_stream(subject).open(), "heading": "Impediments"}
            context |= {"raising": raising, "value_stream": subject}
            shown = bool(context["rows"] or raising)
        case _:
            return []
    return [Panel(order=50, template="impediments/panel.html", context=context)] if shown else []


def _raising(value_stream: Any, rights: OkrRights) -> list[Any]:
    """The streams that the member may raise one for."""
    if value_stream is not None:
        return [value_stream] if rights.writes(value_stream.pk) else []
    streams = rights.organisation.value_streams.at_work().filter(pk__in=rights.stream_ids).in_order()
    return [stream for stream in streams if rights.writes(stream.pk)]


@receiver(waiting_wanted)
def wait_for_answers(access: Access, now: datetime, **_: Any) -> list[Waiting]:
    """Unanswered ones that the member answers: to administrators all, to others those that wait for their streams."""
    rights = OkrRights.of(access)
    rows = Impediment.objects.for_organisation(access.organisation).unanswered().with_names()
    rows = rows if rights.administers else rows.waiting_for(rights.stream_ids)
    zone = ZoneInfo(access.organisation.time_zone)
    return [
        Waiting(
            kind=WaitingKind.IMPEDIMENT,
            title=row.title,
            url=row.get_absolute_url(),
            since=datetime.combine(row.raised_on, time(), zone).astimezone(UTC),
            words=f"{row.value_stream} waits for an answer",
        )
        for row in rows.longest_first()
        if answers(rights, row)
    ]


@receiver(happenings_wanted)
def tell_addressing(objective: Objective, rights: OkrRights, **_: Any) -> list[Happening]:
    """Since when an objective addresses which impediment."""
    zone = ZoneInfo(rights.organisation.time_zone)
    rows = Impediment.objects.for_organisation(rights.organisation).filter(addressed_by=objective)
    return [
        Happening(
            at=datetime.combine(row.addressed_on, time(12), zone).astimezone(UTC),
            who=rights.organisation.name,
            words=f"addresses an impediment of {row.value_stream}: {row.title}",
            url=row.get_absolute_url(),
        )
        for row in rows.with_names()
        if row.addressed_on
    ]
