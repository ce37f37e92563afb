"""What pages, inbox and timeline show of whose an objective is: offers to other streams, and links that are not counted
(ownership, rules 9 and 12)."""

from typing import Any, Final

from django.dispatch import receiver

from okrflow.okrs.models import Objective, ObjectiveTransfer
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.transfers import staying
from okrflow.okrs.timeline import Happening, happenings_wanted
from okrflow.organisations.access import Access
from okrflow.value_streams.models import StreamRole, ValueStream
from okrflow.web.panels import Panel, Place, panels_wanted
from okrflow.web.waiting import Waiting, WaitingKind, waiting_wanted

ORDER: Final = 60


@receiver(panels_wanted)
def panels(place: Place, subject: Any, access: Access, **_: Any) -> list[Panel]:
    return _of_objective(subject, OkrRights.of(access)) if place == Place.OBJECTIVE else []


def _of_objective(objective: Objective, rights: OkrRights) -> list[Panel]:
    """An open offer to those whom it concerns, the offering to leads, and to both ends that a link is not counted."""
    if objective.is_draft:
        return []
    offers = objective.transfers.filter(answered_at=None)
    offer = offers.select_related("from_stream", "to_stream", "offered_by").first()
    gives = rights.publishes(objective.value_stream_id) and objective.value_stream_id is not None
    at_work = ValueStream.objects.for_organisation(rights.organisation).at_work().in_order()
    may_offer = gives and objective.is_published and offer is None
    context = {
        "offer": offer,
        "takes": offer is not None and rights.publishes(offer.to_stream_id),
        "gives": gives,
        "streams": [each for each in at_work if each.pk != objective.value_stream_id] if may_offer else [],
        "staying": staying(objective).count() if gives else 0,
    }
    shown = offer or context["streams"] or objective.support_refused_at
    return [Panel(order=ORDER, template="okrs/ownership.html", context=context)] if shown else []


@receiver(waiting_wanted)
def offers_waiting(access: Access, **_: Any) -> list[Waiting]:
    """Objectives that are offered to streams that the member leads. Two queries."""
    rights = OkrRights.of(access)
    led = [pk for pk, there in rights.belongings.items() if there.role == StreamRole.LEAD]
    offers = ObjectiveTransfer.objects.filter(
        answered_at=None, to_stream__in=[pk for pk in led if rights.publishes(pk)]
    )
    return [
        Waiting(
            kind=WaitingKind.REQUEST,
            title=f"“{offer.objective}” is offered to {offer.to_stream}",
            url=f"{offer.objective.get_absolute_url()}#whose",
            since=offer.offered_at,
            words=f"by {offer.from_stream}",
        )
        for offer in offers.select_related("objective__organisation", "from_stream", "to_stream")
    ]


@receiver(happenings_wanted)
def transfers_told(objective: Objective, **_: Any) -> list[Happening]:
    """Offers, and what was said to them. One query."""
    offers = objective.transfers.select_related("from_stream", "to_stream", "offered_by", "answered_by")
    told = []
    for offer in offers:
        words = f"offered it to {offer.to_stream}"
        told.append(Happening(at=offer.offered_at, who=str(offer.offered_by or ""), words=words))
        if offer.answered_at is not None:
            who = str(offer.answered_by or "")
            told.append(Happening(at=offer.answered_at, who=who, words=_answer(offer)))
    return told


def _answer(offer: ObjectiveTransfer) -> str:
    if offer.accepted is None:
        return f"withdrew the offer to {offer.to_stream}"
    if not offer.accepted:
        return f"declined it for {offer.to_stream}"
    return (
        f"took it over for {offer.to_stream}; key results on team metrics of {offer.from_stream} stayed there"
    )
