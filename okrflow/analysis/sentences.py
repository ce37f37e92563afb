"""What the charts beside the five metrics say, in a sentence: the rules are here and tested."""

from collections.abc import Mapping, Sequence
from typing import Final

from okrflow.flow import Bin, FlowTime, Predictability, Reason, StageFigures, StageReport, State
from okrflow.web.numbers import format_number
from okrflow.web.templatetags.figures import percent
from okrflow.work_items.figures.ageing import Ageing
from okrflow.work_items.sentences import SAME, STEADY_A_WEEK

NOTHING_FINISHED: Final = "Nothing was finished, so there is no flow time"


def histogram_sentence(bins: Sequence[Bin], time: FlowTime, *, days: str) -> str:
    """ "Most often 2 to 4 days; one item in 20 takes over 17.5": the fullest bin, the earlier of equals, and p95."""
    if not bins or time.p95 is None:
        return NOTHING_FINISHED
    fullest = max(bins, key=lambda each: each.items)
    return f"Most often {bin_words(fullest, days)}; one item in 20 takes over {format_number(time.p95, 1)}"


def bin_words(of: Bin, days: str) -> str:
    """ "2 to 4 days", "28 days and more"; `days` says of which clock."""
    first = _short(of.from_days)
    if of.to_days is None:
        return f"{first} {days} and more"
    if not of.from_days:
        return f"under {_short(of.to_days)} {days.removesuffix('s') if of.to_days == 1 else days}"
    return f"{first} to {_short(of.to_days)} {days}"


def _short(days: float) -> str:
    """As many decimals as a bin's edge needs: 2, 5.5, 0.25."""
    return format_number(
        days, next(digits for digits in range(3) if days == round(days, digits) or digits == 2)
    )


def waiting_sentence(stages: Sequence[StageFigures], names: Mapping[int, str]) -> str:
    """ "79 % of the time in the stages is waiting, most of it in Ready for verification": by item-days.

    Where the longest wait is no more than half of all waiting it is called its largest part.
    """
    waiting = [each for each in stages if each.stage.state == State.WAITING]
    everything = sum(each.item_days or 0 for each in stages)
    if not everything:
        return "No item spent time in a stage"
    share = sum(each.item_days or 0 for each in waiting) / everything
    text = f"{percent(share)} of the time in the stages is waiting"
    if not share or len(waiting) < 2:
        return text
    longest = max(waiting, key=lambda each: each.item_days or 0)
    is_most = (longest.item_days or 0) > share * everything / 2
    return f"{text}, {'most of it' if is_most else 'the largest part'} in {names[longest.stage.status]}"


def cumulative_sentence(in_progress: Sequence[int]) -> str:
    """ "Items in progress grew from 66 to 81": the first and the last; under 5 % apart they stayed."""
    if len(in_progress) < 2:
        return "This period has not begun yet"
    first, last = in_progress[0], in_progress[-1]
    if abs(last - first) <= SAME * first:
        return f"Items in progress stayed at about {format_number(last)}"
    verb = "grew" if last > first else "fell"
    return f"Items in progress {verb} from {format_number(first)} to {format_number(last)}"


def crossings_sentence(entered: int | None, left: int | None, *, weeks: float) -> str:
    """ "More enters than leaves: 60 items, 4.7 a week"; under half an item a week they are even."""
    if entered is None or left is None:
        return "This period has not begun yet"
    if not entered and not left:
        return "Nothing entered and nothing left"
    difference = entered - left
    if abs(difference) < STEADY_A_WEEK * weeks:
        return "As much leaves as enters"
    items = f"{format_number(abs(difference))} item{'' if abs(difference) == 1 else 's'}"
    order = "More enters than leaves" if difference > 0 else "More leaves than enters"
    return f"{order}: {items}, {format_number(abs(difference) / weeks, 1)} a week"


def ageing_sentence(found: Ageing, time: FlowTime) -> str:
    """ "12 of 81 items in progress are older than 85 % of those finished were": ages against the p85 of flow time."""
    total = len(found.items)
    if not total:
        return "Nothing is in progress"
    items = f"{format_number(total)} item{'' if total == 1 else 's'} in progress"
    if time.p85 is None:
        return f"{items}, and nothing finished to compare with"
    older = sum(item.age_days > time.p85 for item in found.items)
    if not older:
        return f"None of {items} is older than 85 % of those finished were"
    return f"{format_number(older)} of {items} {'is' if older == 1 else 'are'} older than 85 % of those finished were"


def predictability_sentence(found: Predictability) -> str:
    """ "72 % of what the plan committed to was finished in time: 18 of 25 items, 3 of them written afterwards"."""
    if found.value is None or found.committed is None or found.finished is None:
        if found.reason == Reason.FUTURE_PERIOD:
            return "This period has not begun yet"
        return "Nothing on the plan was committed to this period"
    counts = f"{format_number(found.finished)} of {format_number(found.committed)} items"
    if found.written_afterwards:
        counts += f", {format_number(found.written_afterwards)} of them written afterwards"
    return f"{percent(found.value)} of what the plan committed to was finished in time: {counts}"


def history_sentence(reports: Sequence[StageReport], names: Mapping[int, str]) -> str:
    """ "Ready for verification in 9 of 12 months, now Build": the most frequent, and the last month's."""
    found = [report.bottleneck.status for report in reports if report.bottleneck]
    if not found:
        return "No month has a clear bottleneck"
    often = max(dict.fromkeys(found), key=found.count)
    months = f"{len(reports)} month{'' if len(reports) == 1 else 's'}"
    text = f"{names[often]} was the bottleneck in {found.count(often)} of {months}"
    last = reports[-1].bottleneck
    if last is None:
        return f"{text}, and the last has no clear one"
    return text if last.status == often else f"{text}, now {names[last.status]} is"
