"""Marked periods on charts. Charts of lower apps ask for them; whoever knows of periods worth marking answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.dispatch import Signal


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A period of days [first, last], open without `last`, and where to read about it.

    `words` say how it stands, for lists of marks ("running; flow time −70 %").
    """

    name: str
    first: date
    last: date | None
    url: str
    words: str = ""


marks_wanted: Final = Signal()
"""Receivers take the arguments of `marks_of` and return a list of marks."""


def marks_of(
    *,
    organisation_id: int,
    value_stream_id: int | None = None,
    metric_id: int | None = None,
    key_result_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> list[Mark]:
    """What is to be marked on a chart of the stream, of the metric or of the key result, whichever of them are given.

    Only periods that overlap [first, last], without these all. The earliest first.
    """
    answers: list[tuple[Any, Any]] = marks_wanted.send(
        sender=Mark,
        organisation_id=organisation_id,
        value_stream_id=value_stream_id,
        metric_id=metric_id,
        key_result_id=key_result_id,
        first=first,
        last=last,
    )
    found: list[Mark] = [mark for _, marks in answers for mark in marks]
    return sorted(found, key=lambda mark: (mark.first, mark.name, mark.url))
