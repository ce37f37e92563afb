"""What the shell around every page needs: the organisation, its streams, where the reader is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from okrflow.web.waiting import waiting_count

GROUPS = {
    "": "overview",
    "objectives": "objectives",
    "key-results": "objectives",
    "cycles": "objectives",
    "alignment": "objectives",
    "what-moved": "objectives",
    "proposals": "objectives",
    "review": "review",
    "impediments": "impediments",
    "inbox": "inbox",
    "metrics": "metrics",
    "import": "import",
    "imports": "import",
    "settings": "settings",
}
STREAM_PAGES = {
    "": "Summary",
    "flow": "Flow",
    "stages": "Stages",
    "forecast": "Forecast",
    "what-if": "What-if",
    "experiments": "Experiments",
    "items": "Items",
    "quality": "Data quality",
    "okrs": "OKRs",
    "check-in": "Check-in",
    "plan": "Plan",
    "settings": "Settings",
}
"""The pages of a value stream: the last part of each address, and what its tab says."""


@dataclass(frozen=True)
class Tab:
    """One entry of the rail or of a value stream's tabs."""

    label: str
    url: str
    current: bool


class Shell:
    """Read lazily by the templates; a page without an organisation costs no query."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.access: Any = getattr(request, "access", None)
        self.stream_access: Any = getattr(request, "stream_access", None)

    @property
    def layout(self) -> str:
        """The base of pages that exist inside and outside of an organisation, such as errors."""
        return "base.html" if self.access else "plain.html"

    @cached_property
    def organisation(self) -> Any:
        return self.access.organisation if self.access else None

    @cached_property
    def root(self) -> str:
        return str(self.organisation.get_absolute_url()) if self.access else "/"

    @cached_property
    def organisations(self) -> Sequence[Any]:
        """Those of the reader. One query."""
        user: Any = self.request.user
        return list(user.organisations.order_by("name", "pk")) if user.is_authenticated else []

    @cached_property
    def streams(self) -> list[Tab]:
        """The organisation's value streams that are at work. One query."""
        if self.access is None:
            return []
        streams = self.organisation.value_streams.at_work().in_order()
        return [
            Tab(
                stream.name, f"{self.root}streams/{stream.slug}/", self._parts[:2] == ["streams", stream.slug]
            )
            for stream in streams
        ]

    @cached_property
    def tabs(self) -> list[Tab]:
        """The pages of the value stream that is shown."""
        if self.stream_access is None:
            return []
        base = f"{self.root}streams/{self.stream_access.value_stream.slug}/"
        here = [*self._parts, "", "", ""][2]
        return [
            Tab(label, f"{base}{self._first_of(page)}", here == page) for page, label in STREAM_PAGES.items()
        ]

    def _first_of(self, page: str) -> str:
        """Where a tab leads to; who does not check in with the stream reads what came of it."""
        if page == "check-in" and not self.stream_access.counts:
            return "check-in/summaries/"
        return f"{page}/" if page else ""

    @cached_property
    def waiting(self) -> int:
        """How many things wait for the reader."""
        return waiting_count(self.access, now=timezone.now()) if self.access else 0

    @cached_property
    def here(self) -> str:
        """Which entry of the rail is the current one."""
        return GROUPS.get(self._parts[0] if self._parts else "", "") if self.access else ""

    @cached_property
    def _parts(self) -> list[str]:
        """The address below the organisation's, in pieces."""
        return (
            [part for part in self.request.path.removeprefix(self.root).split("/") if part]
            if self.access
            else []
        )

    @property
    def may_write(self) -> bool:
        """Whether the entries for editors are shown."""
        return bool(self.access) and self.access.role.value != "viewer"


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell` in every template."""
    return {"shell": Shell(request)}
