"""The one form for an objective and its key results."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from okrflow.okrs.editor import meanwhile, rows
from okrflow.okrs.editor.lifting import lifted
from okrflow.okrs.editor.offers import Offers
from okrflow.okrs.editor.rows import Difference, Row
from okrflow.okrs.editor.starts import STARTS, begun
from okrflow.okrs.editor.typed import (
    Typed,
    arranged,
    content_kept,
    is_empty,
    new_row,
    objective_sent,
    objective_stored,
    rows_sent,
    rows_stored,
)
from okrflow.okrs.editor.windows import new_window, remember_saved, window_of
from okrflow.okrs.forms.objectives import KeyResultForm, ObjectiveForm
from okrflow.okrs.models import Objective, ObjectiveDraft
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import (
    EditConflict,
    NotPossible,
    NotReady,
    discard_draft,
    draft_of,
    publish_objective,
    save_objective,
)
from okrflow.okrs.views.drafts import asked_stream
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view

SAVING = ("save", "publish")


@dataclass(kw_only=True)
class Desk:
    """What lies on the table while an objective is written."""

    request: HttpRequest
    offers: Offers
    objective: Objective | None
    typed: Typed
    typed_rows: list[Typed]
    version: int | None = None
    known: set[str] = field(default_factory=set)
    differences: list[Difference] = field(default_factory=list)
    conflict: EditConflict | None = None
    restored: ObjectiveDraft | None = None
    started: str = ""

    @property
    def own(self) -> str:
        return str(self.objective.uuid) if self.objective else ""


@require_http_methods(["GET", "POST"])
@member_view
def new(request: HttpRequest, access: Access) -> HttpResponse:
    """A new objective of `?stream=`, or of the organisation."""
    rights, stream = OkrRights.of(access), asked_stream(request, access)
    rights.require_writing(stream)
    return _edit(request, Offers(rights=rights, value_stream=stream, now=timezone.now()), None)


@require_http_methods(["GET", "POST"])
@member_view
def edit(request: HttpRequest, access: Access, objective: UUID) -> HttpResponse:
    """An objective that is there, draft or published."""
    rights = OkrRights.of(access)
    found = get_object_or_404(rights.readable.with_names(), uuid=objective)
    rights.require_writing(found.value_stream)
    return _edit(request, Offers(rights=rights, value_stream=found.value_stream, now=timezone.now()), found)


def _edit(request: HttpRequest, offers: Offers, objective: Objective | None) -> HttpResponse:
    if not offers.cycles:
        return render(request, "okrs/no_cycle.html", {"rights": offers.rights})
    if request.method != "POST":
        return _shown(_opened(request, offers, objective))
    desk = _desk(request, offers, objective)
    action = request.POST.get("action", "save")
    if action in SAVING:
        return _save(desk, publish=action == "publish")
    if action.startswith("lift-"):
        parts = action.removeprefix("lift-").split("|")
        desk.typed, desk.typed_rows = lifted(desk.typed, desk.typed_rows, parts)
        return _shown(desk)
    desk.typed_rows = arranged(desk.typed_rows, action)
    if action.startswith("propose"):
        number = action.removeprefix("propose").lstrip("-")
        place = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else None
        desk.typed_rows = rows.with_baselines(desk.typed_rows, offers, place)
    return _shown(desk)


def _opened(request: HttpRequest, offers: Offers, objective: Objective | None) -> Desk:
    """As it is stored; with what the member was writing, if they had not saved that; or with what it starts from."""
    stored = rows_stored(objective) if objective else [new_row()]
    desk = Desk(
        request=request,
        offers=offers,
        objective=objective,
        typed=objective_stored(objective) if objective else _first(request, offers),
        typed_rows=stored,
        version=objective.version if objective else None,
        known={row["uuid"] for row in stored} if objective else set(),
    )
    kept = draft_of(offers.rights, value_stream=offers.value_stream, objective=objective)
    start = request.GET.get("from", "")
    if kept is not None:
        desk.restored, desk.version = kept, kept.base_version
        desk.typed, desk.typed_rows, desk.known = content_kept(kept.content)
    elif objective is None and (parts := begun(start, offers)):
        desk.started, (fields, desk.typed_rows) = STARTS[start].name, parts
        desk.typed |= fields
    return desk


def _first(request: HttpRequest, offers: Offers) -> Typed:
    asked = request.GET.get("cycle", "")
    slugs = {cycle.slug: str(cycle.uuid) for cycle in offers.cycles}
    return {"cycle": slugs.get(asked, str(offers.cycles[0].uuid))}


def _desk(request: HttpRequest, offers: Offers, objective: Objective | None) -> Desk:
    """What was sent; fields where somebody else's text was chosen hold theirs."""
    data = request.POST
    version = data.get("version", "")
    typed, typed_rows = objective_sent(data), rows_sent(data)
    if objective and (names := set(data.getlist("take"))):
        typed, typed_rows = meanwhile.taken(typed, typed_rows, objective, names)
    return Desk(
        request=request,
        offers=offers,
        objective=objective,
        typed=typed,
        typed_rows=typed_rows,
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else None,
        known=set(data.getlist("known")),
    )


def _save(desk: Desk, *, publish: bool) -> HttpResponse:
    """Check, write, go to the objective; or show the form again, as a new window, with all that was typed."""
    remember_saved(window_of(desk.request.POST))
    desk.typed_rows = [row for row in desk.typed_rows if not is_empty(row)]
    form = ObjectiveForm(desk.typed, offers=desk.offers, own=desk.own)
    forms = rows.checked(desk.typed_rows, desk.offers)
    if not all([form.is_valid(), *(each.is_valid() for each in forms)]):
        return _shown(desk, form, forms)
    try:
        saved = _written(desk, form, forms, publish=publish)
    except EditConflict as conflict:
        return _shown_with_theirs(desk, conflict)
    except NotReady as refusal:
        _tell(refusal, form, forms)
        return _shown(desk, form, forms)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _shown(desk, form, forms)
    except ValidationError as error:
        form.add_error(None, error.messages[0])
        return _shown(desk, form, forms)
    messages.success(desk.request, f"“{saved.title}” is {'published' if publish else 'saved'}.")
    return redirect(saved.get_absolute_url())


@transaction.atomic
def _written(desk: Desk, form: ObjectiveForm, forms: list[KeyResultForm], *, publish: bool) -> Objective:
    rights, now = desk.offers.rights, desk.offers.now
    saved = save_objective(
        rights=rights,
        value_stream=desk.offers.value_stream,
        given=form.given(rank=desk.objective.rank if desk.objective else None),
        key_results=[each.given for each in forms],
        objective=desk.objective,
        version=desk.version,
        now=now,
    )
    discard_draft(rights=rights, value_stream=desk.offers.value_stream, objective=desk.objective)
    if not publish:
        return saved
    return publish_objective(rights=rights, objective=saved, version=saved.version, now=now)


def _tell(refusal: NotReady, form: ObjectiveForm, forms: list[KeyResultForm]) -> None:
    """Each problem at its field."""
    for problem in refusal.problems:
        if problem.place is None:
            form.add_error(problem.field or None, problem.text)
        else:
            forms[problem.place].add_error(problem.field or None, problem.text)


def _shown_with_theirs(desk: Desk, conflict: EditConflict) -> HttpResponse:
    """Both texts: mine in the fields, theirs beside them, to be taken or not."""
    stored, offers = conflict.stored, desk.offers
    desk.objective, desk.version, desk.conflict = stored, stored.version, conflict
    desk.typed_rows = meanwhile.with_theirs(desk.typed_rows, stored, desk.known)
    desk.differences = meanwhile.objective_differences(desk.typed, stored, offers)
    return _shown(desk)


def _addresses(desk: Desk) -> dict[str, str]:
    """Where the form goes to, where what is typed is kept, and where metrics are picked from."""
    slug, stream = desk.offers.rights.organisation.slug, desk.offers.value_stream
    query = f"?stream={stream.slug}" if stream else ""
    if desk.objective:
        named = [slug, desk.objective.uuid]
        form, draft = (
            reverse("okrs:objective_edit", args=named),
            reverse("okrs:draft_of_objective", args=named),
        )
    else:
        form, draft = (
            reverse(name, args=[slug]) + query for name in ("okrs:objective_new", "okrs:draft_of_new")
        )
    picker = reverse("okrs:metric_picker", args=[slug]) + query
    return {"form_url": form, "draft_url": draft, "picker_url": picker}


def _shown(
    desk: Desk, form: ObjectiveForm | None = None, forms: list[KeyResultForm] | None = None
) -> HttpResponse:
    offers, objective = desk.offers, desk.objective
    shown_rows: list[Row] = rows.rows(desk.typed_rows, offers, forms=forms)
    status = 200
    if desk.conflict:
        meanwhile.mark(shown_rows, desk.typed_rows, desk.conflict.stored, desk.known, offers)
        desk.known |= {row.get("uuid", "") for row in rows_stored(desk.conflict.stored)}
        status = 409
    initial: dict[str, Any] = {name: value for name, value in desk.typed.items() if value}
    stream_id = offers.value_stream.pk if offers.value_stream else None
    kept = desk.restored or draft_of(offers.rights, value_stream=offers.value_stream, objective=objective)
    for row in shown_rows:
        written = desk.typed_rows[row.place].get("uuid") in desk.known
        row.published = objective is not None and not objective.is_draft and written
    context = {
        **_addresses(desk),
        "draft": kept,
        "restored": desk.restored,
        "started": desk.started,
        "starts": STARTS if objective is None and not desk.restored and desk.request.method == "GET" else {},
        "other_streams": offers.streams_named(f"{desk.typed.get('title')} {desk.typed.get('why')}"),
        "administers": offers.rights.administers,
        "form": form or ObjectiveForm(initial=initial, offers=offers, own=desk.own),
        "rows": shown_rows,
        "objective": objective,
        "value_stream": offers.value_stream,
        "version": "" if desk.version is None else desk.version,
        "window": new_window(),
        "known": sorted(desk.known - {""}),
        "conflict": desk.conflict,
        "differences": desk.differences,
        "may_publish": offers.rights.publishes(stream_id),
        "has_errors": bool(form and (form.errors or any(each.errors for each in forms or []))),
    }
    return render(desk.request, "okrs/edit.html", context, status=status)
