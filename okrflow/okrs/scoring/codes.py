"""The vocabulary of scoring; the words are those that the database, the pages and the API use."""

from enum import StrEnum


class Aim(StrEnum):
    """Where a key result wants its metric."""

    RAISE = "raise"
    LOWER = "lower"
    STAY_ABOVE = "stay_above"
    STAY_BELOW = "stay_below"
    STAY_BETWEEN = "stay_between"
    BASELINE = "baseline"

    @property
    def moves(self) -> bool:
        return self in (Aim.RAISE, Aim.LOWER)

    @property
    def stays(self) -> bool:
        return self in (Aim.STAY_ABOVE, Aim.STAY_BELOW, Aim.STAY_BETWEEN)


class TargetForm(StrEnum):
    """How a target was typed."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    CHANGE = "change"


class Ambition(StrEnum):
    COMMITTED = "committed"
    ASPIRATIONAL = "aspirational"


class Status(StrEnum):
    """How a key result stands, in words; never typed by anybody."""

    REACHED = "reached"
    BELOW_BASELINE = "below baseline"
    EARLY = "early"
    AHEAD = "ahead"
    ON_PACE = "on pace"
    BEHIND = "behind"
    FAR_BEHIND = "far behind"
    HOLDS = "holds"
    BROKEN = "broken"


class Gap(StrEnum):
    """What the distance that is shown beside a value says."""

    AHEAD = "ahead"
    BEHIND = "behind"
    BELOW_BASELINE = "below baseline"
    BEYOND_TARGET = "beyond target"


class Grade(StrEnum):
    MET = "met"
    REACHED = "reached"
    PROGRESS = "progress"
    MISSED = "missed"


class Missing(StrEnum):
    """Why there is no figure."""

    NOT_BEGUN = "not_begun"
    NO_VALUE = "no_value"
    NO_TARGET = "no_target"
    NOTHING_KNOWN = "nothing_known"
