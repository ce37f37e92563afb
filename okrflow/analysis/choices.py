"""What the reader of a stream's flow has chosen: a window or a cycle, a kind, and how time is grouped; all in the address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from okrflow.flow import Grain, Kind
from okrflow.okrs.models import Cycle
from okrflow.organisations.models import Organisation
from okrflow.work_items.choices import LENGTHS, Choice, kind_of, window_of
from okrflow.work_items.figures.windows import (
    DEFAULT_DAYS,
    MOST_GROUPS,
    Window,
    WindowError,
    require_few_groups,
    today,
    trailing,
)

DAILY_UP_TO: Final = 45
"""The longest window in days that is grouped by day unless said."""
WEEKLY_UP_TO: Final = 400
"""The longest that is grouped by week unless said."""


@dataclass(frozen=True, kw_only=True)
class FlowChoice(Choice):
    """A choice of window and kind with its grain.

    `cycle` is there where the window is that of a cycle, as far as it has come; `group` where the grain was asked for and is
    not the one that the window has by itself.
    """

    cycle: Cycle | None = None
    group: Grain | None = None
    cycles: Sequence[Cycle] = ()
    running: Cycle | None = None

    @property
    def grain(self) -> Grain:
        return self.group or default_grain(self.window)

    @property
    def parameters(self) -> dict[str, str]:
        return {"cycle": self.cycle.slug} if self.cycle else super().parameters

    @property
    def more(self) -> dict[str, str]:
        """What of the choice is no window."""
        return self._kind() | ({"group": self.group.value} if self.group else {})

    @property
    def query(self) -> str:
        """What leads to this choice; of equal choices the same."""
        return urlencode(self.parameters | self.more)

    @property
    def lengths(self) -> list[tuple[int, str, bool]]:
        return [(days, urlencode({"days": days} | self.more), days == self.days) for days in LENGTHS]

    @property
    def running_cycle(self) -> tuple[Cycle, str, bool] | None:
        """The running cycle, where there is one, the query that leads to it, and whether it is chosen."""
        return self._offered(self.running) if self.running else None

    @property
    def other_cycles(self) -> list[tuple[Cycle, str, bool]]:
        return [self._offered(cycle) for cycle in self.cycles if cycle != self.running]

    def _offered(self, cycle: Cycle) -> tuple[Cycle, str, bool]:
        return cycle, urlencode({"cycle": cycle.slug} | self.more), cycle == self.cycle

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        named = [("All kinds", None), *((f"{kind.name.capitalize()}s", kind) for kind in Kind)]
        return [(name, replace(self, kind=kind).query, kind == self.kind) for name, kind in named]

    @property
    def grains(self) -> list[tuple[Grain, str, bool]]:
        """Day, week and month; those that make too many groups are left out."""
        fitting = [grain for grain in Grain if len(self.window.cut(grain)) <= MOST_GROUPS]
        return [(grain, _grouped(self, grain).query, grain == self.grain) for grain in fitting]


def default_grain(window: Window) -> Grain:
    if window.length <= DAILY_UP_TO:
        return Grain.DAY
    return Grain.WEEK if window.length <= WEEKLY_UP_TO else Grain.MONTH


def _grouped(choice: FlowChoice, grain: Grain) -> FlowChoice:
    return replace(choice, group=None if grain == default_grain(choice.window) else grain)


def chosen_flow(query: QueryDict, organisation: Organisation, *, now: datetime) -> FlowChoice:
    """What the address asks for; without anything the last 90 days, all kinds. One query, for the cycles.

    Where it asks for what can't be, it is that, and `problem` says why.
    """
    offer = _offer(organisation, now=now)
    kind = kind_of(query)
    try:
        choice = replace(_asked(query, organisation, offer, now=now), kind=kind)
        return _grouped(choice, _grain(query, choice.window)) if query.get("group") else choice
    except WindowError as error:
        return replace(offer, kind=kind, problem=str(error))


def standard_choices(organisation: Organisation, *, now: datetime) -> list[FlowChoice]:
    """The windows that are asked for most, of all kinds and with the grain they have by themselves. One query."""
    offer = _offer(organisation, now=now)
    trailing_ones = [
        replace(offer, window=trailing(organisation, days=days, now=now), days=days) for days in LENGTHS
    ]
    return trailing_ones + ([_of_cycle(offer, offer.running, now=now)] if offer.running else [])


def _offer(organisation: Organisation, *, now: datetime) -> FlowChoice:
    """The default choice, with the cycles that have begun, the newest first; the running one is the shortest of them."""
    day = today(organisation, now=now)
    begun = (
        Cycle.objects.for_organisation(organisation).filter(starts_on__lte=day).select_related("organisation")
    )
    cycles = list(begun.newest_first())
    running = [cycle for cycle in cycles if cycle.ends_on > day]
    return FlowChoice(
        window=trailing(organisation, days=DEFAULT_DAYS, now=now),
        days=DEFAULT_DAYS,
        kind=None,
        cycles=cycles,
        running=min(running, key=lambda cycle: cycle.days, default=None),
    )


def _asked(query: QueryDict, organisation: Organisation, offer: FlowChoice, *, now: datetime) -> FlowChoice:
    if "cycle" in query:
        cycle = next((each for each in offer.cycles if each.slug == query["cycle"]), None)
        if cycle is None:
            raise WindowError("cycle", "There is no cycle of this name that has begun.")
        return _of_cycle(offer, cycle, now=now)
    window, days = window_of(query, organisation, now=now)
    return replace(offer, window=window, days=days)


def _of_cycle(offer: FlowChoice, cycle: Cycle, *, now: datetime) -> FlowChoice:
    """The cycle's days up to today, so that it compares with as many days before it."""
    tomorrow = today(cycle.organisation, now=now) + timedelta(days=1)
    window = replace(offer.window, first=cycle.starts_on, to=min(cycle.ends_on, tomorrow))
    return replace(offer, window=window, days=None, cycle=cycle)


def _grain(query: QueryDict, window: Window) -> Grain:
    name = query["group"]
    if name not in list(Grain):
        raise WindowError("group", "Group by “day”, “week” or “month”.")
    require_few_groups(window, Grain(name))
    return Grain(name)
