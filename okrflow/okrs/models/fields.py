"""Fields that several tables of OKRs have."""

from django.conf import settings
from django.db import models


def value_field(**options: object) -> "models.DecimalField":  # type: ignore[type-arg]
    return models.DecimalField(max_digits=20, decimal_places=6, **options)  # type: ignore[arg-type]


def short_key() -> "models.CharField":  # type: ignore[type-arg]
    return models.CharField(max_length=20, editable=False, help_text="Permanent, like POL-KR-12")


def person(**options: object) -> "models.ForeignKey":  # type: ignore[type-arg]
    """Somebody who did something; the row stays when they go."""
    options = {"null": True, "blank": True, "related_name": "+"} | options
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, **options)  # type: ignore[arg-type]
