"""What stands in the fields of the form, as text, whether it is valid or not."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.http import QueryDict

from okrflow.metrics.models import UnitKind
from okrflow.okrs.models import KeyResult, Objective, TargetForm
from okrflow.web.numbers import editable

Typed = dict[str, str]
OBJECTIVE: Final = ("title", "why", "cycle", "supports", "rank")
KEY_RESULT: Final = (
    "uuid", "title", "metric", "item_kind", "stage", "aim", "baseline", "baseline_on", "target_form", "target",
    "lower", "upper", "ambition", "kept_by", "keep",
)  # fmt: skip
TELLING: Final = ("title", "metric", "baseline", "target", "lower", "upper")
"""The fields that make a row more than an empty one."""
MOST_ROWS: Final = 30


def objective_sent(data: QueryDict) -> Typed:
    return {name: data.get(name, "") for name in OBJECTIVE}


def rows_sent(data: QueryDict) -> list[Typed]:
    count = data.get("rows", "0")
    rows = min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() and len(count) < 6 else 0
    return [{name: data.get(f"kr-{row}-{name}", "") for name in KEY_RESULT} for row in range(rows)]


def is_empty(row: Mapping[str, str]) -> bool:
    return not any(row.get(name, "").strip() for name in TELLING)


def arranged(rows: Sequence[Typed], action: str) -> list[Typed]:
    """The rows after "add", "remove-2", "up-1" or "down-0"; anything else leaves them."""
    verb, _, number = action.partition("-")
    found = list(rows)
    if verb == "add" and len(found) < MOST_ROWS:
        return [*found, {}]
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else -1
    if not 0 <= place < len(found):
        return found
    if verb == "remove":
        return found[:place] + found[place + 1 :]
    other = place - 1 if verb == "up" else place + 1
    if verb in {"up", "down"} and 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return found


def objective_stored(objective: Objective) -> Typed:
    return {
        "title": objective.title,
        "why": objective.why,
        "cycle": str(objective.cycle.uuid),
        "supports": str(objective.supports.uuid) if objective.supports else "",
        "rank": "" if objective.rank is None else str(objective.rank),
    }


def rows_stored(objective: Objective) -> list[Typed]:
    return [key_result_stored(row) for row in objective.key_results.select_related("metric").in_order()]


def key_result_stored(row: KeyResult) -> Typed:
    """The fields as they were typed: shares of percent metrics and relative targets in percent."""
    scale = 100 if row.metric and row.metric.unit_kind == UnitKind.PERCENT else 1
    target_scale = 100 if row.target_form == TargetForm.RELATIVE else scale
    numbers = {
        "baseline": None if row.baseline is None else row.baseline * scale,
        "target": None if row.target_typed is None else row.target_typed * target_scale,
        "lower": None if row.target_lower is None else row.target_lower * scale,
        "upper": None if row.target is None or row.target_typed is not None else row.target * scale,
    }
    return {
        "uuid": str(row.uuid),
        "title": row.title,
        "metric": f"m:{row.metric.uuid}" if row.metric else "",
        "aim": row.aim,
        "baseline_on": row.baseline_on.isoformat() if row.baseline_on else "",
        "target_form": row.target_form,
        "ambition": row.ambition,
        "kept_by": str(row.kept_by_id or ""),
        **{name: "" if number is None else editable(number) for name, number in numbers.items()},
    }
