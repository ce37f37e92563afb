"""What every table of okrflow has in common."""

import uuid
from collections.abc import Collection

from django.core.exceptions import ValidationError
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

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """As Django does, and no text holds a NUL, which PostgreSQL doesn't keep."""
        super().clean_fields(exclude=exclude)
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if field.name not in (exclude or ()) and isinstance(value, str) and "\x00" in value:
                raise ValidationError({field.name: "Null characters are not allowed."})


class Timestamped(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
