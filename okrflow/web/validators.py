"""Checks of single values that several apps share."""

import zoneinfo

from django.core.exceptions import ValidationError


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a zone of the IANA database, like Europe/Berlin."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            f"“{name}” is no time zone. Use a name like “Europe/Berlin” or “UTC”.", code="time_zone"
        )
