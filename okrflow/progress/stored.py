"""Which pages are stored: each has a name, is of a value stream or of the organisation, and a function renders it.

Rooms above this one add theirs when Django starts: `stored.add(StoredPage(name="flow-90", render=…))`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.template.loader import render_to_string

from okrflow.organisations.models import Organisation
from okrflow.progress.contents.overview import overview_of
from okrflow.progress.contents.stream import summary_of
from okrflow.value_streams.models import ValueStream

OVERVIEW: Final = "overview"
SUMMARY: Final = "summary"


@dataclass(frozen=True, kw_only=True)
class StoredPage:
    """One page of every stream. It is rendered after each change, or, without `always`, while somebody reads it."""

    name: str
    render: Callable[[ValueStream, datetime], str]
    always: bool = True


_OF_STREAMS: Final[dict[str, StoredPage]] = {}


def add(page: StoredPage) -> None:
    _OF_STREAMS[page.name] = page


def names() -> list[str]:
    """The pages of a stream that are kept ready whether or not anybody reads them."""
    return [page.name for page in _OF_STREAMS.values() if page.always]


def html_of_stream(name: str, value_stream: ValueStream, now: datetime) -> str:
    return _OF_STREAMS[name].render(value_stream, now)


def html_of_organisation(organisation: Organisation, now: datetime) -> str:
    return render_to_string("progress/overview.html", {"page": overview_of(organisation, now=now)})


def known() -> list[str]:
    """The names of all pages; a row of another name is of an earlier release."""
    return [OVERVIEW, *_OF_STREAMS]


def _summary(value_stream: ValueStream, now: datetime) -> str:
    return render_to_string("progress/stream.html", {"page": summary_of(value_stream, now=now)})


add(StoredPage(name=SUMMARY, render=_summary))
