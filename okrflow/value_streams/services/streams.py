"""Making and changing value streams."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from okrflow.accounts.models import User
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import StreamMembership, StreamRole, ValueStream
from okrflow.value_streams.services.people import require_may_lead
from okrflow.web.refusals import Refused

RESERVED = frozenset({"new"})
"""Places in addresses that are pages of their own."""


class SlugTaken(Refused):
    """Another stream of the organisation, or a page, has that address."""


def create_value_stream(
    *,
    organisation: Organisation,
    name: str,
    slug: str,
    lead: User | None = None,
    load_limit: int | None = None,
) -> ValueStream:
    """A stream at the end of the list, with its first lead if one is named (ownership, rule 4).

    Raises ValidationError for bad fields, SlugTaken, and Refused for a lead who is no editor of the organisation.
    """
    stream = ValueStream(organisation=organisation, name=name, slug=slug, load_limit=load_limit)
    stream.clean_fields(exclude=["organisation"])
    if slug in RESERVED:
        raise SlugTaken(f"A value stream can't have the address “{slug}”. Choose another one.")
    if lead is not None:
        require_may_lead(organisation, lead)
    try:
        with transaction.atomic():
            last = ValueStream.objects.for_organisation(organisation).aggregate(last=Max("order"))["last"]
            stream.order = 0 if last is None else last + 1
            stream.save()
            if lead is not None:
                StreamMembership.objects.create(value_stream=stream, user=lead, role=StreamRole.LEAD)
    except IntegrityError:
        raise SlugTaken(
            f"{organisation} has a value stream “{slug}” already. Choose another address."
        ) from None
    return stream


@transaction.atomic
def change_value_stream(*, value_stream: ValueStream, name: str, load_limit: int | None) -> ValueStream:
    """Changes what the stream is called and how many items in progress it wants to stay under."""
    stored = ValueStream.objects.select_for_update(no_key=True).get(pk=value_stream.pk)
    stored.name, stored.load_limit = name, load_limit
    stored.clean_fields(exclude=["organisation"])
    stored.save(update_fields=["name", "load_limit", "updated_at"])
    return stored
