"""Planning, changing, beginning, ending, judging and deleting experiments."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from okrflow.experiments.foretelling import obvious_change
from okrflow.experiments.forms import ExperimentForm, VerdictForm
from okrflow.experiments.given import NotAnExperiment, given_of
from okrflow.experiments.models import Experiment, Verdict
from okrflow.experiments.rights import require_writing
from okrflow.experiments.services import (
    attach_foretelling,
    begin_experiment,
    change_experiment,
    delete_experiment,
    end_experiment,
    give_verdict,
    plan_experiment,
)
from okrflow.experiments.starting import from_address
from okrflow.experiments.views.finding import found, rights_of, to_page
from okrflow.okrs.rights import OkrRights
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.web.refusals import Refused
from okrflow.web.versions import EditConflict, version_sent
from okrflow.what_if.reading import states_by_name

FIELDS: Final = {"to_on": "last_on"}
"""What the form calls otherwise than the service: people say the last day."""


@require_http_methods(["GET", "POST"])
@stream_view
def new(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """A new one; `?scenario=` takes over a what-if, `?stage=` a stage."""
    return _edit(request, access, None)


@require_http_methods(["GET", "POST"])
@stream_view
def edit(request: HttpRequest, access: StreamAccess, experiment: UUID) -> HttpResponse:
    return _edit(request, access, found(access, experiment))


def _edit(request: HttpRequest, access: StreamAccess, row: Experiment | None) -> HttpResponse:
    rights, stream = rights_of(access), access.value_stream
    require_writing(rights, stream)
    initial = _stored(row) if row else from_address(request, stream)
    form = ExperimentForm(request.POST or None, rights=rights, value_stream=stream, initial=initial)
    version = row.version if row else 0
    if request.method == "POST" and form.is_valid():
        try:
            saved = _saved(request, rights, access, form, row)
        except EditConflict as conflict:
            form.add_error(None, str(conflict))
            version = conflict.stored.version
        except NotAnExperiment as refusal:
            form.add_error(FIELDS.get(refusal.field, refusal.field) or None, str(refusal))
        except (Refused, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal.messages[0])
        else:
            messages.success(request, f"“{saved}” is saved.")
            return to_page(saved)
    context = {"form": form, "experiment": row, "version": version}
    return render(request, "experiments/edit.html", context, status=422 if form.errors else 200)


def _stored(row: Experiment) -> dict[str, Any]:
    given = given_of(row)
    stored = {name: getattr(given, name) for name in ExperimentForm.base_fields if name != "last_on"}
    return stored | {"last_on": row.last_on}


def _saved(
    request: HttpRequest,
    rights: OkrRights,
    access: StreamAccess,
    form: ExperimentForm,
    row: Experiment | None,
) -> Experiment:
    now = timezone.now()
    if row is None:
        return plan_experiment(rights=rights, value_stream=access.value_stream, given=form.given, now=now)
    return change_experiment(
        rights=rights, experiment=row, given=form.given, version=version_sent(request), now=now
    )


@require_POST
@stream_view
def begin(request: HttpRequest, access: StreamAccess, experiment: UUID) -> HttpResponse:
    """Today instead of on its day."""
    return _moved(request, access, experiment, begin_experiment, "It has begun.")


@require_POST
@stream_view
def end(request: HttpRequest, access: StreamAccess, experiment: UUID) -> HttpResponse:
    """With today."""
    return _moved(request, access, experiment, end_experiment, "Today is its last day.")


def _moved(
    request: HttpRequest, access: StreamAccess, uuid: UUID, move: Callable[..., Experiment], done: str
) -> HttpResponse:
    row = found(access, uuid)
    return _told(
        request, row, lambda: move(rights=rights_of(access), experiment=row, now=timezone.now()), done
    )


def _told(request: HttpRequest, row: Experiment, work: Callable[[], object], done: str) -> HttpResponse:
    """Back to the experiment's page, with what was done or why not."""
    try:
        work()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return to_page(row)


@require_POST
@stream_view
def verdict(request: HttpRequest, access: StreamAccess, experiment: UUID) -> HttpResponse:
    """What people make of it."""
    rights, row = rights_of(access), found(access, experiment)
    require_writing(rights, access.value_stream)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a verdict.")
        return to_page(row)
    given, note = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["note"]

    def judge() -> None:
        give_verdict(rights=rights, experiment=row, verdict=given, note=note, now=timezone.now())

    return _told(request, row, judge, "Your verdict is kept.")


@require_POST
@stream_view
def foretell(request: HttpRequest, access: StreamAccess, experiment: UUID) -> HttpResponse:
    """Ask the what-if what the obvious change of the stage would have brought, from the time before only."""
    rights, row = rights_of(access), found(access, experiment)
    require_writing(rights, access.value_stream)
    states = states_by_name(access.value_stream)
    name = row.stage.name if row.stage else ""
    if name not in states:
        messages.error(
            request, "Say which stage changes; the what-if can’t foretell anything else by itself."
        )
        return to_page(row)
    changes = [obvious_change(name, states[name])]

    def ask() -> None:
        attach_foretelling(rights=rights, experiment=row, changes=changes, now=timezone.now())

    return _told(request, row, ask, "The what-if is asked. It takes a minute.")


@require_POST
@stream_view
def delete(request: HttpRequest, access: StreamAccess, experiment: UUID) -> HttpResponse:
    row = found(access, experiment)
    try:
        delete_experiment(rights=rights_of(access), experiment=row)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return to_page(row)
    messages.success(request, f"“{row}” is deleted.")
    return redirect("experiments:list", access.access.organisation.slug, access.value_stream.slug)
