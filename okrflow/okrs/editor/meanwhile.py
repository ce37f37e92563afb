"""When somebody saved in between: both texts, field by field, and nothing of either lost."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.editor.rows import Difference, Row, checked
from okrflow.okrs.editor.typed import KEY_RESULT, OBJECTIVE, Typed, objective_stored, rows_stored
from okrflow.okrs.forms.objectives import KeyResultForm, ObjectiveForm
from okrflow.okrs.models import Objective

OWN: Final = frozenset({"uuid", "keep", "note"})
"""Fields of the writing, not of what is written."""


def objective_differences(mine: Typed, stored: Objective, offers: Offers) -> list[Difference]:
    theirs = objective_stored(stored)
    form = ObjectiveForm(theirs, offers=offers, own=str(stored.uuid))
    return [
        Difference(name, str(form.fields[name].label or name.capitalize()), _text(form, name, theirs[name]))
        for name in OBJECTIVE
        if mine.get(name, "").strip() != theirs[name].strip()
    ]


def with_theirs(typed: Sequence[Typed], stored: Objective, known: Collection[str]) -> list[Typed]:
    """My rows, and behind them those that they added: rows that I have never seen."""
    mine = {row.get("uuid", "") for row in typed}
    added = [row for row in rows_stored(stored) if row["uuid"] not in mine and row["uuid"] not in known]
    return [*typed, *added]


def mark(
    rows: Sequence[Row], typed: Sequence[Typed], stored: Objective, known: Collection[str], offers: Offers
) -> None:
    """Write beside each row what they saved, and which rows they added or removed."""
    stored_rows = rows_stored(stored)
    mine, theirs = checked(typed, offers), checked(stored_rows, offers)
    place_of = {row["uuid"]: place for place, row in enumerate(stored_rows)}
    for place, (row, own) in enumerate(zip(rows, typed, strict=True)):
        uuid = own.get("uuid", "")
        if uuid in place_of and uuid not in known:
            row.note = "Added meanwhile by somebody else."
        elif uuid in place_of:
            other = place_of[uuid]
            row.differences = _row_differences(mine[place], own, theirs[other], stored_rows[other])
        elif uuid in known:
            row.note = "Removed meanwhile by somebody else; saving puts it back."


def _row_differences(
    mine: KeyResultForm, own: Typed, theirs: KeyResultForm, other: Typed
) -> list[Difference]:
    """Fields that mean something else; "7,1" and "7.1" are the same."""
    return [
        Difference(
            f"{other['uuid']}.{name}",
            str(theirs.fields[name].label or name.capitalize()),
            _text(theirs, name, other.get(name, "")),
        )
        for name in KEY_RESULT
        if name not in OWN and _meant(mine, name, own) != _meant(theirs, name, other)
    ]


def _meant(form: KeyResultForm, name: str, typed: Typed) -> Any:
    if name in form.cleaned_data:
        return form.cleaned_data[name] or ""
    return typed.get(name, "")


def _text(form: Any, name: str, value: str) -> str:
    """The value as people read it: the label of a choice."""
    choices = getattr(form.fields[name], "choices", None)
    if choices is None:
        return value or "(empty)"
    flat: dict[str, str] = {}
    for key, label in choices:
        flat |= (
            {str(each): str(text) for each, text in label}
            if isinstance(label, (list, tuple))
            else {str(key): str(label)}
        )
    return flat.get(value, value) or "(empty)"


def taken(
    mine: Typed, rows: Sequence[Typed], stored: Objective, names: Collection[str]
) -> tuple[Typed, list[Typed]]:
    """What was typed, with theirs in the fields where theirs was chosen."""
    theirs = objective_stored(stored)
    objective = {name: theirs[name] if name in names else value for name, value in mine.items()}
    by_uuid: Mapping[str, Typed] = {row["uuid"]: row for row in rows_stored(stored)}
    found = []
    for row in rows:
        uuid = row.get("uuid", "")
        other = by_uuid.get(uuid, {})
        found.append(
            {name: other.get(name, "") if f"{uuid}.{name}" in names else value for name, value in row.items()}
        )
    return objective, found
