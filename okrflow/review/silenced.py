"""What the last run could not look at, and why, for one reader."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from okrflow.okrs.rights import OkrRights
from okrflow.review.forms import ORGANISATION
from okrflow.review.models import ReviewRun
from okrflow.value_streams.models import ValueStream


@dataclass(frozen=True, kw_only=True)
class NotLookedAt:
    """So many things that a check could not look at."""

    check: str
    why: str
    count: int


def not_looked_at(
    run: ReviewRun | None, rights: OkrRights, streams: Sequence[ValueStream], *, stream: str = ""
) -> list[NotLookedAt]:
    """By check; of drafts and team metrics to their own streams' members only."""
    by_uuid = {str(each.uuid): each for each in streams}
    found: Counter[tuple[str, str]] = Counter()
    for each in run.silenced if run else ():
        of = by_uuid.get(each["stream"])
        told = not each["private"] or rights.belongs(of.pk if of else None)
        if told and stream in {"", of.slug if of else ORGANISATION}:
            found[each["check"], each["why"]] += each["count"]
    return [NotLookedAt(check=check, why=why, count=count) for (check, why), count in sorted(found.items())]
