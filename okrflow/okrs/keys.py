"""Permanent short keys, like POL-KR-12: people write them in chats and tickets, so they never change and never come back.

The letters are those of the stream that the objective was written for, ORG for the organisation's own; streams whose
names begin alike count on together. An objective that moves to another stream keeps its key.
"""

from typing import Final

from django.db import connection

from okrflow.okrs.models import KeyCounter, KeyResult, Objective
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream

OF_ORGANISATION: Final = "ORG"
LETTERS: Final = 3
_CODES: Final[dict[type, str]] = {Objective: "O", KeyResult: "KR"}


def new_keys(
    *,
    organisation: Organisation,
    value_stream: ValueStream | None,
    of: type[Objective] | type[KeyResult],
    count: int,
) -> list[str]:
    """The next keys for so many new objectives or key results. One query; two writers at once wait for each other."""
    prefix = f"{_letters(value_stream)}-{_CODES[of]}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {KeyCounter._meta.db_table} AS counter (organisation_id, prefix, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (organisation_id, prefix) DO UPDATE SET last = counter.last + excluded.last RETURNING last",
            [organisation.pk, prefix, count],
        )
        (last,) = cursor.fetchone()
    return [f"{prefix}-{number}" for number in range(last - count + 1, last + 1)]


def _letters(value_stream: ValueStream | None) -> str:
    if value_stream is None:
        return OF_ORGANISATION
    return value_stream.slug.replace("-", "")[:LETTERS].upper()
