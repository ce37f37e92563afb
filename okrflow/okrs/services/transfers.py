"""Handing an objective to another stream: the giver's lead offers it, the taker's lead takes it (ownership, rule 12)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from okrflow.metrics.models import MetricKind
from okrflow.okrs.keys import new_keys
from okrflow.okrs.models import KeyResult, Objective, ObjectiveState, ObjectiveTransfer
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.locking import locked
from okrflow.okrs.services.telling import tell
from okrflow.value_streams.models import ValueStream
from okrflow.web.refusals import Refused


class NotTransferable(Refused):
    """The objective can't be offered, taken or kept like that."""


@transaction.atomic
def offer_objective(
    *, rights: OkrRights, objective: Objective, to_stream: ValueStream, note: str = "", now: datetime
) -> ObjectiveTransfer:
    """A lead offers an objective of theirs to another stream; nothing changes until its lead takes it.

    Raises PermissionDenied, NotTransferable.
    """
    rights.require_publishing(objective.value_stream)
    found = locked(rights.organisation, objective)
    _require_possible(found, to_stream)
    if found.transfers.filter(answered_at=None).exists():
        raise NotTransferable("It is offered to a stream already. Withdraw that offer first.")
    offer = ObjectiveTransfer(
        organisation=rights.organisation,
        objective=found,
        from_stream=found.value_stream,
        to_stream=to_stream,
        note=note.strip(),
        offered_at=now,
        offered_by=rights.access.user,
    )
    offer.clean_fields(exclude=["organisation", "objective", "from_stream", "to_stream", "offered_by"])
    offer.save()
    return offer


@transaction.atomic
def answer_transfer(
    *, rights: OkrRights, transfer: ObjectiveTransfer, accept: bool, now: datetime
) -> ObjectiveTransfer:
    """A lead of the taking stream takes the objective with its history, or declines.

    Key results on the giver's team metrics stay with the giver, in an objective of the same words. Raises
    PermissionDenied, NotTransferable.
    """
    rights.require_publishing(transfer.to_stream)
    found, offer = _open(rights, transfer)
    if accept:
        _require_possible(found, offer.to_stream)
        _leave_behind(found, offer.from_stream)
        found.value_stream, found.rank, found.version = offer.to_stream, None, found.version + 1
        found.save(update_fields=["value_stream", "rank", "version", "updated_at"])
        tell(found.organisation_id, offer.from_stream_id)
        tell(found.organisation_id, offer.to_stream_id)
    return _answered(offer, by=rights.access.user, accepted=accept, now=now)


@transaction.atomic
def withdraw_transfer(*, rights: OkrRights, transfer: ObjectiveTransfer, now: datetime) -> ObjectiveTransfer:
    """A lead of the giving stream takes the offer back. Raises PermissionDenied, NotTransferable."""
    rights.require_publishing(transfer.from_stream)
    _, offer = _open(rights, transfer)
    return _answered(offer, by=rights.access.user, accepted=None, now=now)


def end_transfers(*, value_stream: ValueStream, by: Any, now: datetime) -> None:
    """Offers from and to a stream that is closed are withdrawn."""
    offers = ObjectiveTransfer.objects.filter(answered_at=None)
    for offer in offers.filter(Q(from_stream=value_stream) | Q(to_stream=value_stream)):
        _answered(offer, by=by, accepted=None, now=now)


def transfers_seen(rights: OkrRights) -> QuerySet[ObjectiveTransfer]:
    """The offers of all objectives that the member reads."""
    offers = ObjectiveTransfer.objects.filter(organisation=rights.organisation, objective__in=rights.readable)
    return offers.select_related("objective__organisation", "from_stream", "to_stream")


def staying(objective: Objective) -> QuerySet[KeyResult]:
    """The key results that would stay with the stream if the objective went elsewhere."""
    return objective.key_results.filter(
        metric__kind=MetricKind.TEAM, metric__value_stream=objective.value_stream
    )


def _require_possible(objective: Objective, to_stream: ValueStream) -> None:
    if objective.state != ObjectiveState.PUBLISHED:
        raise NotTransferable(
            "Only open objectives change hands: a draft is written anew, a closed one stays."
        )
    if to_stream.organisation_id != objective.organisation_id or to_stream.pk == objective.value_stream_id:
        raise NotTransferable("Choose another value stream of the organisation.")
    if objective.value_stream_id is None:
        raise NotTransferable("An objective of the organisation stays with it.")
    if to_stream.is_closed:
        raise NotTransferable(f"{to_stream} is closed.")


def _open(rights: OkrRights, transfer: ObjectiveTransfer) -> tuple[Objective, ObjectiveTransfer]:
    """The objective, locked, and the offer as it is then."""
    found = locked(rights.organisation, transfer.objective)
    offer = (
        found.transfers.filter(pk=transfer.pk, answered_at=None)
        .select_related("from_stream", "to_stream")
        .first()
    )
    if offer is None:
        raise NotTransferable("This offer was answered or withdrawn already.")
    return found, offer


def _leave_behind(objective: Objective, giver: ValueStream) -> None:
    rows = list(staying(objective).values_list("pk", flat=True))
    if not rows:
        return
    (key,) = new_keys(organisation=objective.organisation, value_stream=giver, of=Objective, count=1)
    kept = (
        "title",
        "why",
        "cycle",
        "supports",
        "state",
        "created_by",
        "also_admin",
        "published_at",
        "published_by",
    )
    behind = Objective.objects.create(
        organisation=objective.organisation,
        value_stream=giver,
        key=key,
        **{name: getattr(objective, name) for name in kept},
    )
    KeyResult.objects.filter(guard_for__in=rows).exclude(pk__in=rows).update(guard_for=None)
    KeyResult.objects.filter(pk__in=rows).exclude(guard_for__in=rows).update(guard_for=None)
    KeyResult.objects.filter(pk__in=rows).update(objective=behind, version=F("version") + 1)


def _answered(
    offer: ObjectiveTransfer, *, by: Any, accepted: bool | None, now: datetime
) -> ObjectiveTransfer:
    offer.answered_at, offer.answered_by, offer.accepted = now, by, accepted
    offer.save(update_fields=["answered_at", "answered_by", "accepted"])
    return offer
