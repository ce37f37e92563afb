"""What stands in the fields of the form, as text, whether it is valid or not."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import QueryDict

from okrflow.metrics.models import UnitKind
from okrflow.okrs.models import KeyResult, Objective, TargetForm
from okrflow.web.models import new_uuid
from okrflow.web.numbers import editable

Typed = dict[str, str]
OBJECTIVE: Final = ("title", "why", "cycle", "supports")
KEY_RESULT: Final = (
    "uuid", "title", "metric", "item_kind", "stage", "aim", "baseline", "baseline_on", "target_form", "target",
    "lower", "upper", "ambition", "kept_by", "guard_for", "keep", "note",
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


def content_sent(data: QueryDict) -> dict[str, Any]:
    """All that stands in the form, to be kept while it is written."""
    return {
        "objective": objective_sent(data),
        "rows": rows_sent(data),
        "known": sorted(set(data.getlist("known"))),
    }


def content_kept(content: Mapping[str, Any]) -> tuple[Typed, list[Typed], set[str]]:
    """What was kept of the form: the objective, its rows, the key results that were there when it was opened."""
    rows = [{"uuid": "", **row} for row in content["rows"]]
    return {**content["objective"]}, rows, set(content["known"])


def is_empty(row: Mapping[str, str]) -> bool:
    return not any(row.get(name, "").strip() for name in TELLING)


def new_row(**fields: str) -> Typed:
    """An empty one, with an id of its own: others may be its guards before it is saved."""
    return {"uuid": str(new_uuid()), **fields}


def arranged(rows: Sequence[Typed], action: str) -> list[Typed]:
    """The rows after "add", "remove-2", "duplicate-2", "up-1", "down-0" or "move-3-0"; anything else leaves them."""
    verb, *numbers = action.split("-")
    found = list(rows)
    if verb == "add" and len(found) < MOST_ROWS:
        return [*found, new_row()]
    places = [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 6]
    place = places[0] if places else -1
    if not 0 <= place < len(found):
        return found
    if verb == "remove":
        return _removed(found, place)
    if verb == "duplicate" and len(found) < MOST_ROWS:
        return [*found[: place + 1], found[place] | new_row(keep="", note=""), *found[place + 1 :]]
    targets = {"up": place - 1, "down": place + 1, "move": places[-1]}
    other = targets.get(verb, -1)
    if 0 <= other < len(found):
        found.insert(other, found.pop(place))
    return found


def _removed(rows: list[Typed], place: int) -> list[Typed]:
    """Without that row; what guarded it guards nothing."""
    gone = rows[place].get("uuid")
    left = rows[:place] + rows[place + 1 :]
    return [row | {"guard_for": ""} if gone and row.get("guard_for") == gone else row for row in left]


def siblings(rows: Sequence[Typed]) -> list[tuple[str, str]]:
    """The rows by their ids, to choose from: by their titles, else by their number."""
    return [
        (row["uuid"], row.get("title", "").strip() or f"Key result {number}")
        for number, row in enumerate(rows, start=1)
        if row.get("uuid")
    ]


def objective_stored(objective: Objective) -> Typed:
    return {
        "title": objective.title,
        "why": objective.why,
        "cycle": str(objective.cycle.uuid),
        "supports": str(objective.supports.uuid) if objective.supports else "",
    }


def rows_stored(objective: Objective) -> list[Typed]:
    """Those that count; retired ones are not written any more."""
    rows = objective.key_results.active().select_related("metric", "guard_for").in_order()
    return [key_result_stored(row) for row in rows]


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
        "guard_for": str(row.guard_for.uuid) if row.guard_for and row.guard_for.retired_at is None else "",
        **{name: "" if number is None else editable(number) for name, number in numbers.items()},
    }
