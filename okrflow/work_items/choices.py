"""What the reader of a flow page has chosen: the window and the kind, in the address."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.db.models import Max
from django.http import Http404, HttpRequest, QueryDict

from okrflow.flow import Kind, date_of
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.windows import DEFAULT_DAYS, Window, WindowError, asked, trailing
from okrflow.work_items.models import Kind as ItemKind
from okrflow.work_items.models import StageDay

LENGTHS: Final = (30, 90, 180)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A window of days, a kind or all, and an error where the address asked for what can't be."""

    window: Window
    days: int | None
    kind: Kind | None
    problem: str = ""

    @property
    def query(self) -> str:
        return urlencode(self.parameters | self._kind())

    @property
    def parameters(self) -> dict[str, str]:
        if self.days:
            return {"days": str(self.days)}
        return {"from": self.window.first.isoformat(), "to": self.window.to.isoformat()}

    @property
    def lengths(self) -> list[tuple[int, str, bool]]:
        """The windows offered: days, the query that leads there, and whether it is the present one."""
        return [(days, urlencode({"days": days} | self._kind()), days == self.days) for days in LENGTHS]

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        """The kinds offered: name, query, whether it is the present one; all kinds first."""
        offered: list[tuple[str, str, bool]] = [("All kinds", urlencode(self.parameters), self.kind is None)]
        for kind in Kind:
            query = urlencode(self.parameters | {"kind": kind.name.lower()})
            offered.append((f"{ItemKind(kind).label}s", query, kind == self.kind))
        return offered

    @property
    def last(self) -> date:
        """The last day of the window."""
        return self.window.to - timedelta(days=1)

    def items_url(self, value_stream: ValueStream, figure: str, **more: str) -> str:
        """The address of the items behind a figure of this choice."""
        whole = {"from": self.window.first.isoformat(), "to": self.window.to.isoformat()} | self._kind()
        return f"{value_stream.get_absolute_url()}items/?{urlencode({'figure': figure} | whole | more)}"

    def _kind(self) -> dict[str, str]:
        return {} if self.kind is None else {"kind": self.kind.name.lower()}


def chosen(request: HttpRequest, organisation: Organisation, *, now: datetime) -> Choice:
    """What the address asks for; without anything the last 90 days and all kinds."""
    kind = kind_of(request.GET)
    try:
        window, days = window_of(request.GET, organisation, now=now)
        return Choice(window=window, days=days, kind=kind)
    except WindowError as error:
        default = trailing(organisation, days=DEFAULT_DAYS, now=now)
        return Choice(window=default, days=DEFAULT_DAYS, kind=kind, problem=str(error))


def window_of(query: QueryDict, organisation: Organisation, *, now: datetime) -> tuple[Window, int | None]:
    """The window that an address asks for, and its length in days where it ends with today. Raises WindowError."""
    first, to = _day(query.get("from")), _day(query.get("to"))
    if first or to:
        return asked(organisation, first=first, to=to, grain=None, now=now), None
    days = next((each for each in LENGTHS if str(each) == query.get("days")), DEFAULT_DAYS)
    return trailing(organisation, days=days, now=now), days


def newest_before(value_stream: ValueStream, choice: Choice, *, now: datetime) -> tuple[date, str] | None:
    """Where nothing happened in the window but earlier: the newest day with an event, and the query of the 90 days up to it."""
    if choice.window.first > now.astimezone(choice.window.zone).date():
        return None
    newest = StageDay.objects.filter(value_stream=value_stream).aggregate(day=Max("day"))["day"]
    if newest is None or newest >= choice.window.period.from_day:
        return None
    last = date_of(newest)
    window = {"from": last - timedelta(days=DEFAULT_DAYS - 1), "to": last + timedelta(days=1)}
    return last, urlencode(window)


def kind_of(query: QueryDict) -> Kind | None:
    name = query.get("kind", "")
    if not name:
        return None
    if name.upper() not in Kind.__members__:
        raise Http404("There is no such kind of work item.")
    return Kind[name.upper()]


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WindowError("from", f"“{text[:20]}” is no date. Write it like 2026-07-31.") from error
