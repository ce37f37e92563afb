"""All derived rows, in a form that two of them can be compared in: extra rows fail, too."""

from typing import Any

from okrflow.work_items.models import FlowDay, Interval, ItemFacts, StageDay

_IGNORED = {"id", "uuid", "created_at", "updated_at"}


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    rows = {}
    for model in (ItemFacts, Interval, FlowDay, StageDay):
        names = [field.attname for field in model._meta.concrete_fields if field.name not in _IGNORED]
        rows[model.__name__] = sorted(model.objects.values_list(*names), key=repr)
    return rows
