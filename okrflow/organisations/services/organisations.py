"""Making and changing organisations."""

from django.db import IntegrityError, transaction

from okrflow.accounts.models import User
from okrflow.organisations import signals
from okrflow.organisations.models import Membership, Organisation, Role
from okrflow.web.refusals import Refused


class SlugTaken(Refused):
    """Another organisation has that address."""


def create_organisation(*, name: str, slug: str, time_zone: str, owner: User) -> Organisation:
    """An organisation with its first owner. Raises ValidationError for bad fields, SlugTaken."""
    organisation = Organisation(name=name, slug=slug, time_zone=time_zone)
    organisation.clean_fields()
    try:
        with transaction.atomic():
            organisation.save()
            Membership.objects.create(organisation=organisation, user=owner, role=Role.OWNER)
    except IntegrityError:
        raise SlugTaken(f"The address “{slug}” is taken. Choose another one.") from None
    return organisation


@transaction.atomic
def change_organisation(*, organisation: Organisation, name: str, time_zone: str) -> Organisation:
    """Changes name and time zone; a new time zone moves the days of all figures, which the signal tells."""
    stored = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    moved = stored.time_zone != time_zone
    stored.name, stored.time_zone = name, time_zone
    stored.clean_fields()
    stored.save(update_fields=["name", "time_zone", "updated_at"])
    if moved:
        signals.time_zone_changed.send(sender=Organisation, organisation=stored)
    return stored
