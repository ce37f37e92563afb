"""The checks, in the order in which they are shown, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Check(StrEnum):
    UNMAPPED_STATUS = "unmapped_status"
    NEVER_IN_PROGRESS = "never_in_progress"
    NEVER_ACTIVE = "never_active"
    FUTURE_EVENT = "future_event"
    IDLE = "idle"
    BACKWARDS = "backwards"
    PARENT_AND_CHILD = "parent_and_child"


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is looked for, what to do about it, and where on the stream's pages that is done (label, path)."""

    title: str
    rule: str
    advice: str
    link: tuple[str, str] | None = None


WORDS: Final[Mapping[Check, Words]] = {
    Check.UNMAPPED_STATUS: Words(
        title="Statuses that are not mapped",
        rule="Items that ever were in a status without a flow state. It counts as waiting.",
        advice="Say which flow state each status is. That counts over the whole past.",
        link=("Say what they mean", "settings/statuses/"),
    ),
    Check.NEVER_IN_PROGRESS: Words(
        title="Finished without ever being in progress",
        rule="Items finished in the period that were in no active or waiting status before.",
        advice="If people worked on them, move items on when work starts, or map the status in which they do it.",
        link=("Look at the statuses", "settings/statuses/"),
    ),
    Check.NEVER_ACTIVE: Words(
        title="Finished without an active stage",
        rule="Items finished in the period that were in waiting statuses only, so their efficiency can’t be measured.",
        advice="Map the status in which people work on them as active, or move items there when they do.",
        link=("Look at the statuses", "settings/statuses/"),
    ),
    Check.FUTURE_EVENT: Words(
        title="Events in the future",
        rule="Items with an event whose instant has not come yet.",
        advice="Look at the clock and the time zone of the tool or file that they come from. "
        "If the events are planned, there is nothing to do.",
    ),
    Check.IDLE: Words(
        title="Idle for unusually long",
        rule="Items in progress that have been in their present stage for longer than 95 % of its visits that ended "
        "in the last 180 days.",
        advice="Finish them, cancel them, or find out what holds them. If they are done already, say so in the tool.",
    ),
    Check.BACKWARDS: Words(
        title="Moved backwards",
        rule="Items that in the period came into a stage that stands earlier in the stream’s order than the one "
        "they left.",
        advice="If this is rework, look at what comes back and why. If not, put the statuses in their true order.",
        link=("Put the statuses in order", "settings/statuses/"),
    ),
    Check.PARENT_AND_CHILD: Words(
        title="Parents and children both counted",
        rule="Items that were finished in the period, or are in progress, like one of their own parts.",
        advice="Bring in one level only, the one that customers ask for, or let parents leave the stream.",
    ),
}
