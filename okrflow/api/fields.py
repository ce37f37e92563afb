"""Fields that take exactly what the contract says: no number for a text, no text for a number."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.dateparse import parse_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
NO_OFFSET: Final = "Give an instant like 2026-07-01T12:00:00Z, with its offset from UTC."


def parse_instant(text: str) -> datetime:
    """An instant of RFC 3339 in UTC. Raises ValueError, also without an offset."""
    if not INSTANT.fullmatch(text):
        raise ValueError(NO_OFFSET)
    text, leap = (text[:17] + "59" + text[19:], 1) if text[17:19] == "60" else (text, 0)
    try:
        at = datetime.fromisoformat(text.upper().replace(" ", "T")) + timedelta(seconds=leap)
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("There is no such instant.") from None


@extend_schema_field(OpenApiTypes.DATETIME)
class Instant(serializers.Field[datetime, str, str, datetime]):
    default_error_messages = {"invalid": NO_OFFSET}

    def to_internal_value(self, data: Any) -> datetime:
        try:
            return parse_instant(data) if isinstance(data, str) else self.fail("invalid")
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="no_instant") from None

    def to_representation(self, value: datetime) -> str:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant_shown(at: datetime | None) -> str | None:
    """An instant as every answer gives it."""
    return None if at is None else Instant().to_representation(at)


class Text(serializers.CharField):
    """A JSON string; NUL and half surrogate pairs are refused by rest_framework."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            raise serializers.ValidationError(
                f"It may have {self.max_length} characters at most.", code="max_length"
            )
        return super().to_internal_value(data)


class Word(serializers.ChoiceField):
    """One of some words."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A JSON number without a fraction."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool | str) or (isinstance(data, float) and not data.is_integer()):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Date(serializers.DateField):
    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


LARGEST: Final = Decimal(10) ** 14


@extend_schema_field(
    {"type": "number", "format": "double", "exclusiveMinimum": -1e14, "exclusiveMaximum": 1e14}
)
class Number(serializers.Field[Decimal, float, float, Decimal]):
    """A JSON number below 10^14, kept to six decimals; -0 is 0."""

    default_error_messages = {
        "invalid": "Give a number.",
        "too_large": "The number must lie between -10^14 and 10^14.",
    }

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        if not -LARGEST < data < LARGEST:
            self.fail("too_large")
        return round(Decimal(repr(data)), 6) + Decimal(0)

    def to_representation(self, value: Decimal) -> float:
        return float(value)


@extend_schema_field({"type": "string", "format": "uuid"})
class Id(serializers.Field[UUID, str, str, UUID]):
    """A UUID in its usual form."""

    default_error_messages = {"invalid": "Give an id like 0197c1b2-7e4a-7000-8000-000000000000."}

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str) or not re.fullmatch(
            r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", data
        ):
            self.fail("invalid")
        return UUID(data)

    def to_representation(self, value: UUID) -> str:
        return str(value)


def valid_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII)) and parse_date(text) is not None
    except ValueError:
        return False
