"""What every table of okrflow has in common."""

import uuid

from django.db import models
from uuid_utils.compat import uuid7


def new_uuid() -> uuid.UUID:
    """A UUIDv7: sorts by the time at which it was made."""
    return uuid7()


class Identified(models.Model):
    """A row that the API names by a UUIDv7; inside, rows refer to each other by plain integers."""

    uuid = models.UUIDField("id", default=new_uuid, unique=True, editable=False)

    class Meta:
        abstract = True


class Timestamped(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
