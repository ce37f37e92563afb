"""Repairs by the installation: what nobody could put right on the pages, with the reason on record (ownership, rule 16)."""

from collections.abc import Mapping
from typing import Final

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field

from okrflow.okrs.models import KeyResult, Objective
from okrflow.okrs.services.locking import locked
from okrflow.okrs.services.telling import tell
from okrflow.organisations.models import Organisation
from okrflow.web.refusals import Refused

REPAIRABLE: Final[Mapping[type, tuple[str, ...]]] = {
    Objective: ("title", "why", "rank", "state", "closed_at", "closed_why", "archived_at"),
    KeyResult: (
        "title", "order", "aim", "baseline", "baseline_on", "target_form", "target_typed", "target",
        "target_lower", "ambition", "retired_at", "retired_why",
    ),
}  # fmt: skip


class NotRepairable(Refused):
    """There is no such row, field or value, or no reason is given."""


@transaction.atomic
def repair(
    *, organisation: Organisation, key: str, values: Mapping[str, str], reason: str
) -> Objective | KeyResult:
    """Set fields of the objective or key result with that short key, "" for none; the audit trail names the reason.

    Raises NotRepairable.
    """
    if not reason.strip():
        raise NotRepairable("Give the reason. It stands in the audit trail.")
    found = _named(organisation, key)
    objective = locked(organisation, found.objective if isinstance(found, KeyResult) else found)
    row = objective if isinstance(found, Objective) else found
    with pghistory.context(installation=True, reason=reason.strip()):
        for name, text in values.items():
            setattr(row, name, _value(row, name, text))
        row.version += 1
        try:
            row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in values])
        except ValidationError as error:
            raise NotRepairable(" ".join(error.messages)) from None
        row.save(update_fields=[*values, "version", "updated_at"])
    tell(organisation.pk, objective.value_stream_id)
    return row


def _named(organisation: Organisation, key: str) -> Objective | KeyResult:
    objectives = Objective.objects.for_organisation(organisation)
    key_results = KeyResult.objects.for_organisation(organisation).select_related("objective")
    found = objectives.filter(key=key).first() or key_results.filter(key=key).first()
    if found is None:
        raise NotRepairable(f"{organisation} has no objective or key result {key}.")
    return found


def _value(row: Objective | KeyResult, name: str, text: str) -> object:
    known = REPAIRABLE[type(row)]
    if name not in known:
        raise NotRepairable(f"“{name}” can't be repaired. Choose among {', '.join(known)}.")
    field = row._meta.get_field(name)
    assert isinstance(field, Field)
    try:
        return None if text == "" and field.null else field.to_python(text)
    except ValidationError as error:
        raise NotRepairable(" ".join(error.messages)) from None
