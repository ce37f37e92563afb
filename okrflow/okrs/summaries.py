"""Objectives as Markdown that reads well in a chat. Measures of a team's own are never in it: it goes to others."""

import re
from collections.abc import Callable, Sequence

from okrflow.okrs.models import Cycle
from okrflow.okrs.progress import KeyResultStanding, ObjectiveStanding
from okrflow.web.templatetags.figures import local_day, percent

_MARKS = re.compile(r"([\\`*_\[\]<>|])")


def objective_summary(shown: ObjectiveStanding, address: Callable[[str], str]) -> str:
    """The objective, how it stands, and its key results; `address` makes a path a full address."""
    objective = shown.objective
    owner = plain(str(objective.value_stream or objective.organisation))
    lines = [
        f"**{plain(objective.title)}** ({objective.key})",
        f"{owner}, {plain(objective.cycle.name)}{_standing(shown)}",
        *(f"- {_key_result(each)}" for each in shown.key_results),
        address(objective.get_absolute_url()),
    ]
    return "\n".join(lines) + "\n"


def cycle_summary(cycle: Cycle, standings: Sequence[ObjectiveStanding], address: Callable[[str], str]) -> str:
    head = f"# {plain(cycle.name)}\n{local_day(cycle.starts_on)} to {local_day(cycle.last_on)}\n"
    parts = [objective_summary(each, address) for each in standings]
    return "\n".join([head, *parts]) if parts else f"{head}\nNo objectives are published.\n"


def plain(text: str) -> str:
    """Text in one line, in which nothing is Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _standing(shown: ObjectiveStanding) -> str:
    if shown.score is None:
        return ""
    measured = "" if shown.all_measured else f", {shown.measured_text}"
    return f": {percent(shown.score)}{measured}"


def _key_result(each: KeyResultStanding) -> str:
    if each.hidden or each.key_result is None:
        return each.title
    title = f"{plain(each.title)} ({each.key_result.key})"
    if each.retired or each.metric is None:
        return f"{title}: {each.words}"
    return f"{title}: {plain(each.value_text)}, {plain(each.words)} ({plain(each.aim_text)})"
