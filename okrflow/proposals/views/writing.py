"""The form of a proposal: a new objective, or a change of a published one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from okrflow.okrs.editor import rows
from okrflow.okrs.editor.typed import (
    Typed,
    arranged,
    is_empty,
    objective_sent,
    rows_sent,
)
from okrflow.okrs.forms.objectives import KeyResultForm, ObjectiveForm
from okrflow.okrs.models import Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import NotReady
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.proposals.models import Proposal
from okrflow.proposals.offers import ProposalOffers
from okrflow.proposals.prefilled import of_objective, of_proposal
from okrflow.proposals.rights import require_proposer, require_proposing
from okrflow.proposals.services import NotAProposal, propose, propose_change, revise
from okrflow.proposals.views.finding import found, objective_asked, stream_asked, whole
from okrflow.web.refusals import Refused

LONGEST_NOTE = 2000


@dataclass(kw_only=True)
class Desk:
    """What lies on the table while a proposal is written; `objective` is the one to be changed."""

    request: HttpRequest
    offers: ProposalOffers
    objective: Objective | None
    proposal: Proposal | None
    typed: Typed
    typed_rows: list[Typed]
    note: str = ""
    version: int = 0
    problem: str = ""

    @property
    def rights(self) -> OkrRights:
        return self.offers.rights


@require_http_methods(["GET", "POST"])
@member_view
def new(request: HttpRequest, access: Access) -> HttpResponse:
    """For `?stream=`, for the organisation, or, with `?objective=`, a change of that one."""
    rights = OkrRights.of(access)
    objective = objective_asked(rights, request)
    stream = objective.value_stream if objective else stream_asked(rights, request)
    require_proposing(rights, stream)
    offers = ProposalOffers(rights=rights, value_stream=stream, now=timezone.now())
    if objective:
        typed, typed_rows = of_objective(objective, rights)
    else:
        typed, typed_rows = _empty(offers), []
    desk = Desk(
        request=request,
        offers=offers,
        objective=objective,
        proposal=None,
        typed=typed,
        typed_rows=typed_rows,
    )
    return _edit(desk)


def _empty(offers: ProposalOffers) -> Typed:
    return {"cycle": str(offers.cycles[0].uuid)} if offers.cycles else {}


@require_http_methods(["GET", "POST"])
@member_view
def edit(request: HttpRequest, access: Access, proposal: UUID) -> HttpResponse:
    """A new version of one's own proposal."""
    rights = OkrRights.of(access)
    row = found(rights, proposal)
    require_proposer(rights, row)
    require_proposing(rights, row.value_stream)
    offers = ProposalOffers(rights=rights, value_stream=row.value_stream, now=timezone.now())
    typed, typed_rows = of_proposal(row, rights)
    desk = Desk(
        request=request,
        offers=offers,
        objective=row.objective,
        proposal=row,
        typed=typed,
        typed_rows=typed_rows,
        version=row.version,
    )
    return _edit(desk)


def _edit(desk: Desk) -> HttpResponse:
    if not desk.offers.cycles and desk.objective is None:
        return render(desk.request, "okrs/no_cycle.html", {"rights": desk.rights})
    if desk.request.method != "POST":
        return _shown(desk)
    data = desk.request.POST
    desk.typed_rows = rows_sent(data)
    desk.note, desk.version = data.get("note", "").strip(), whole(data.get("version", ""))
    sent = objective_sent(data)
    fixed = ("cycle", "supports") if desk.objective else ()
    desk.typed = sent | {name: desk.typed[name] for name in fixed}
    action = data.get("action", "save")
    if action == "save":
        return _save(desk)
    desk.typed_rows = arranged(desk.typed_rows, action)
    if action.startswith("propose"):
        desk.typed_rows = rows.with_baselines(desk.typed_rows, desk.offers)
    return _shown(desk)


def _save(desk: Desk) -> HttpResponse:
    """Check, write, go to the proposal; or show the form again with all that was typed."""
    desk.typed_rows = [row for row in desk.typed_rows if not is_empty(row)]
    form = _form(desk, checked=True)
    forms = rows.checked(desk.typed_rows, desk.offers)
    if len(desk.note) > LONGEST_NOTE:
        desk.problem = f"The note may have {LONGEST_NOTE} characters at most."
    if desk.problem or not all([form.is_valid(), *(each.is_valid() for each in forms)]):
        return _shown(desk, form, forms)
    try:
        saved = _written(desk, form, forms)
    except NotReady as refusal:
        for problem in refusal.problems:
            assert problem.place is not None
            forms[problem.place].add_error(problem.field or None, problem.text)
    except NotAProposal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    except (Refused, ValidationError) as refusal:
        form.add_error(None, refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal))
    else:
        messages.success(
            desk.request, f"“{saved}” is proposed to {saved.value_stream or saved.organisation}."
        )
        return redirect(saved.get_absolute_url())
    return _shown(desk, form, forms)


def _written(desk: Desk, form: ObjectiveForm, forms: list[KeyResultForm]) -> Proposal:
    said: dict[str, Any] = {
        "rights": desk.rights,
        "given": form.given(rank=None),
        "key_results": [each.given for each in forms],
        "note": desk.note,
        "now": desk.offers.now,
    }
    if desk.proposal:
        return revise(proposal=desk.proposal, version=desk.version, **said)
    if desk.objective:
        return propose_change(objective=desk.objective, **said)
    return propose(value_stream=desk.offers.value_stream, **said)


def _form(desk: Desk, *, checked: bool) -> ObjectiveForm:
    if checked:
        return ObjectiveForm(desk.typed, offers=desk.offers)
    return ObjectiveForm(
        initial={name: value for name, value in desk.typed.items() if value}, offers=desk.offers
    )


def _shown(
    desk: Desk, form: ObjectiveForm | None = None, forms: list[KeyResultForm] | None = None
) -> HttpResponse:
    has_errors = desk.problem or bool(form and (form.errors or any(each.errors for each in forms or [])))
    context = {
        "form": form or _form(desk, checked=False),
        "rows": rows.rows(desk.typed_rows, desk.offers, forms=forms),
        "receiver": desk.offers.value_stream or desk.rights.organisation,
        "has_errors": has_errors,
        **{name: getattr(desk, name) for name in ("objective", "proposal", "note", "version", "problem")},
    }
    return render(desk.request, "proposals/edit.html", context, status=422 if has_errors else 200)
