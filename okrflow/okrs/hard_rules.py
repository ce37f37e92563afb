"""What an objective can't be published with: key results that nobody could tell whether they came true."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from okrflow.metrics.formatting import shown
from okrflow.okrs.models import Aim, KeyResult


@dataclass(frozen=True, slots=True)
class Problem:
    """What is missing; `place` is that of the key result, `field` the form's. None and "": the objective as a whole."""

    place: int | None
    field: str
    text: str


def problems(key_results: Sequence[KeyResult]) -> list[Problem]:
    """What keeps these key results from being published, in their order."""
    if not key_results:
        return [
            Problem(None, "", "An objective needs at least one key result: what shows that it came true?")
        ]
    of_each = [Problem(place, *found) for place, each in enumerate(key_results) for found in _of(each)]
    return of_each + list(_same_titles(key_results))


def _same_titles(key_results: Sequence[KeyResult]) -> Iterator[Problem]:
    """Nobody could tell them apart in lists, mails and comments."""
    seen = set[str]()
    for place, each in enumerate(key_results):
        title = " ".join(each.title.casefold().split())
        if title in seen:
            yield Problem(
                place, "title", "Another key result has this title. Say in it what tells the two apart."
            )
        seen.add(title)


def _of(key_result: KeyResult) -> Iterator[tuple[str, str]]:
    aim = Aim(key_result.aim)
    if key_result.metric is None:
        yield "metric", "Nothing measures this. Pick a metric, or choose a flow measure."
    elif aim.moves:
        yield from _moving(key_result, aim)
    elif aim.stays:
        yield from _staying(key_result, aim)


def _moving(key_result: KeyResult, aim: Aim) -> Iterator[tuple[str, str]]:
    baseline, target = key_result.baseline, key_result.target
    assert key_result.metric is not None
    if baseline is None:
        yield "baseline", "From what? Give today's value."
    if key_result.target_typed is None:
        yield "target", "To what? Give the target."
    if baseline is None or target is None:
        return
    if baseline == target:
        both = shown(key_result.metric, baseline)
        yield (
            "target",
            f"Baseline and target are both {both}. Change one, or use “stay below” or “stay above”.",
        )
    elif (target > baseline) != (aim == Aim.RAISE):
        where, other = ("above", "lower it") if aim == Aim.RAISE else ("below", "raise it")
        yield (
            "target",
            f"To {aim.label}, the target must lie {where} the baseline. Or did you mean “{other}”?",
        )


def _staying(key_result: KeyResult, aim: Aim) -> Iterator[tuple[str, str]]:
    if aim != Aim.STAY_BELOW and key_result.target_lower is None:
        yield "lower", "Give the lower limit."
    if aim != Aim.STAY_ABOVE and key_result.target is None:
        yield "upper", "Give the upper limit."
    if (
        aim == Aim.STAY_BETWEEN
        and key_result.target_lower is not None
        and key_result.target is not None
        and key_result.target_lower >= key_result.target
    ):
        yield "upper", "The upper limit must lie above the lower one."
