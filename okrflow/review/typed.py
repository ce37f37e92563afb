"""The form of an objective as it stands while somebody types: rows that are never stored, whatever is missing in them."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import QueryDict

from okrflow.okrs import scoring
from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.editor.rows import checked
from okrflow.okrs.editor.typed import is_empty, objective_sent, rows_sent
from okrflow.okrs.forms.objectives import KeyResultForm, ObjectiveForm
from okrflow.okrs.models import Aim, Ambition, KeyResult, Objective, TargetForm


def objective_typed(data: QueryDict, offers: Offers, stored: Objective | None) -> Objective | None:
    """The objective's own fields; None without a cycle to write it for."""
    typed = objective_sent(data)
    form = ObjectiveForm(typed, offers=offers, own=str(stored.uuid) if stored else "")
    cycle = form.cycles.get(typed["cycle"]) or (stored.cycle if stored else None)
    if cycle is None:
        return None
    row = Objective(
        organisation=offers.rights.organisation,
        value_stream=offers.value_stream,
        cycle=cycle,
        title=typed["title"][:200],
        supports=form.parents.get(typed["supports"]),
    )
    for name in ("uuid", "proposed_by_id", "also_admin", "support_refused_at") if stored else ():
        setattr(row, name, getattr(stored, name))
    return row


def key_results_typed(data: QueryDict, offers: Offers, stored: Objective | None) -> list[KeyResult]:
    """Those with anything in them, in order."""
    present = {row.uuid: row for row in stored.key_results.all()} if stored else {}
    typed = [row for row in rows_sent(data) if not is_empty(row)]
    return [
        _key_result(form, form.data[form.add_prefix("title")], offers, present)
        for form in checked(typed, offers)
    ]


def _key_result(form: KeyResultForm, title: str, offers: Offers, present: dict[UUID, KeyResult]) -> KeyResult:
    cleaned = form.cleaned_data
    before = present.get(cleaned.get("uuid") or UUID(int=0))
    aim = Aim(cleaned.get("aim") or Aim.RAISE)
    baseline = cleaned.get("baseline")
    row = KeyResult(
        title=title[:200],
        metric=form.seen_metric,
        aim=aim,
        baseline=baseline,
        baseline_on=_baseline_on(cleaned.get("baseline_on"), baseline, offers),
        target=cleaned.get("upper") if aim.stays else _target(cleaned, baseline),
        target_lower=cleaned.get("lower") if aim.stays else None,
        ambition=Ambition(cleaned.get("ambition") or Ambition.ASPIRATIONAL),
    )
    for name in ("uuid", "written_by_member", "accepted_at") if before else ():
        setattr(row, name, getattr(before, name))
    return row


def _baseline_on(given: date | None, baseline: Decimal | None, offers: Offers) -> date | None:
    return None if baseline is None else given or offers.today


def _target(cleaned: dict[str, Any], baseline: Decimal | None) -> Decimal | None:
    typed = cleaned.get("target")
    if typed is None:
        return None
    form = scoring.TargetForm(cleaned.get("target_form") or TargetForm.ABSOLUTE)
    try:
        return scoring.resolve_target(form, typed, baseline=baseline)
    except ValueError:
        return None
