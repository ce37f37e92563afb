"""How a key result stands, in words."""

from datetime import date
from typing import Final

from okrflow.metrics.formatting import shown, shown_change
from okrflow.metrics.models import Metric
from okrflow.okrs.models import Aim, KeyResult
from okrflow.okrs.scoring import Gap, Missing, Standing, Status
from okrflow.web.templatetags.figures import local_day, reason_text

BETTER: Final = {Status.REACHED, Status.AHEAD, Status.HOLDS}
WORSE: Final = {Status.BELOW_BASELINE, Status.BEHIND, Status.FAR_BEHIND, Status.BROKEN}


def status_words(found: Standing, *, begins_on: date, reason: str | None) -> str:
    """The one word that stands for it, an outdated value in front of all; or why there is none."""
    if found.missing == Missing.NOT_BEGUN:
        return f"begins on {local_day(begins_on)}"
    word = _status(found, reason)
    return f"outdated, {word}" if found.outdated else word


def _status(found: Standing, reason: str | None) -> str:
    if found.missing == Missing.NO_TARGET:
        return "no target yet"
    if found.missing is not None:
        return reason_text(reason).rstrip(".").lower() if reason not in (None, "no_value") else "no value yet"
    if found.status in (Status.HOLDS, Status.BROKEN):
        return f"{found.status.value} since {local_day(found.since)}" if found.since else found.status.value
    if found.status is None:
        return "confirm the baseline" if found.progress == 1 else "establishing the baseline"
    return found.status.value


def gap_words(metric: Metric, found: Standing) -> str:
    """The distance to where it should be by now, in the metric's unit; "3 of 4 values" for a baseline."""
    if found.gap is not None:
        if found.gap == Gap.AHEAD and not found.gap_size:
            return "" if found.status == Status.REACHED else "just where it should be"
        far = found.status == Status.FAR_BEHIND
        word = Status.FAR_BEHIND.value if far else found.gap.value
        size = shown_change(metric, found.gap_size)
        return f"{word} by {size if any(digit in size for digit in '123456789') else 'less than is shown'}"
    if found.counted and found.status in (Status.HOLDS, Status.BROKEN):
        return f"held on {found.counted[0]} of {found.counted[1]} known days"
    if found.counted and found.missing is None:
        return f"{found.counted[0]} of {found.counted[1]} values"
    return ""


def tone(found: Standing) -> str:
    """Whether it looks better or worse, for the colour of the words."""
    if found.outdated or found.status in WORSE:
        return "worse"
    return "better" if found.status in BETTER else ""


def aim_words(key_result: KeyResult) -> str:
    """What it aims at: "from 20 to 14 days", "stay at or below 5 days"."""
    metric, aim = key_result.metric, Aim(key_result.aim)
    if metric is None:
        return "No metric yet"
    low, high = shown(metric, key_result.target_lower), shown(metric, key_result.target)
    return {
        Aim.STAY_ABOVE: f"stay at or above {low}",
        Aim.STAY_BELOW: f"stay at or below {high}",
        Aim.STAY_BETWEEN: f"stay between {low} and {high}",
        Aim.BASELINE: "establish the baseline",
    }.get(aim, f"{aim.label.removesuffix(' it')} from {shown(metric, key_result.baseline)} to {high}")


def ends(key_result: KeyResult) -> tuple[str, str]:
    """What stands under the two ends of the bar."""
    metric, aim = key_result.metric, Aim(key_result.aim)
    if metric is None:
        return "", ""
    if aim.moves:
        return shown(metric, key_result.baseline), shown(metric, key_result.target)
    return "", aim_words(key_result)
