"""The plans of the demo as its streams wrote them: what was committed to, when, and of how many items.

Days are counted from the first day of the current cycle. Which items an entry holds follows from the histories: those
that came into the stream last before it was written. Whether they were finished in time is nobody's to write.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class EntryTold:
    """`first` and `end` are the period [first, end) in days from the cycle's first; None: not committed.

    `written` and `cancelled` are days, too, `written` None is yesterday; `bets` are titles of key results.
    """

    stream: str
    writer: str
    title: str
    note: str = ""
    first: int | None = None
    end: int | None = None
    items: int = 0
    bets: tuple[str, ...] = ()
    written: int | None = None
    cancelled: int | None = None


_NPS, _SOONER = "Mobile NPS rises by 20 %", "Features are live 30 % sooner"
_STORAGE, _HOSTING = "Storage costs a quarter of what it did", "Hosting a policy costs 2.60 euros"

ENTRIES: Final[tuple[EntryTold, ...]] = (
    EntryTold(
        stream="policy", writer="ben", written=-59, first=-56, end=-28, items=24,
        title="A quote that fits on one screen",
        note="Planned as always: by what we could build, not by how long answers take.",
    ),
    EntryTold(
        stream="policy", writer="ben", written=-31, first=-28, end=0, items=24,
        title="Policies one can read on the phone",
    ),
    EntryTold(
        stream="policy", writer="ben", written=2, first=7, end=35, items=16, bets=(_NPS,),
        title="The mobile quote in three steps",
        note="We hope that people come back for the second car. If NPS does not move, we do something else next.",
    ),
    EntryTold(
        stream="policy", writer="ben", written=33, first=35, end=63, items=18, bets=(_NPS, _SOONER),
        title="Mid-term changes without a call",
    ),
    EntryTold(
        stream="policy", writer="ben", written=61, first=63, end=77, items=14, bets=(_NPS,),
        title="Signing on the phone",
        note="Two weeks from now on: what takes six days need not be promised for a month.",
    ),
    EntryTold(
        stream="policy", writer="ben", first=77, end=91, items=12, bets=(_NPS,),
        title="Household cover from a photo",
    ),
    EntryTold(
        stream="policy", writer="ben", items=8, title="The insurance card on the lock screen",
    ),
    EntryTold(
        stream="policy", writer="ben", title="Travel cover for the weekend",
        note="An idea so far: no items yet.",
    ),
    EntryTold(
        stream="policy", writer="ben", written=5, cancelled=30, items=6, title="A chat that answers by itself",
        note="Nobody asked for it once answers came within a day.",
    ),
    EntryTold(
        stream="platform", writer="lin", written=-45, first=-42, end=0, items=18, bets=(_STORAGE,),
        title="The image archive leaves the old store",
    ),
    EntryTold(
        stream="platform", writer="lin", written=-2, first=0, end=42, items=18, bets=(_STORAGE, _HOSTING),
        title="Backups of old databases expire",
    ),
    EntryTold(
        stream="platform", writer="lin", written=40, first=42, end=84, items=16, bets=(_HOSTING,),
        title="One cluster for all staging",
    ),
    EntryTold(
        stream="platform", writer="lin", items=10, title="Certificates renew themselves",
    ),
)  # fmt: skip
"""In the order in which they were written, which is that of each plan."""
