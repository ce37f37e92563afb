"""The what-if of a stream: the question, its answer, and the scenarios that were saved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from okrflow.flow import State
from okrflow.organisations.models import Role
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.web.refusals import Refused
from okrflow.what_if import services
from okrflow.what_if.forms import NameForm, QuestionForm, as_asked, suggested
from okrflow.what_if.models import Scenario
from okrflow.what_if.presenting import Compared, Shown
from okrflow.what_if.querysets import ScenarioQuerySet
from okrflow.what_if.reading import states_by_name
from okrflow.work_items.figures.windows import today

RECENT = 10


@require_http_methods(["GET", "POST"])
@stream_view
def question(request: HttpRequest, access: StreamAccess) -> HttpResponseBase:
    """What the model makes of the stream, what can be changed, and the scenarios so far."""
    stages = {name: State(state).name.lower() for name, state in states_by_name(access.value_stream).items()}
    known = _scenarios(access).with_result().latest_computed().first()
    model = known.result if known else None
    if request.method == "POST":
        access.access.require(Role.EDITOR)
        form = QuestionForm(request.POST, stages=stages, model=model)
        started = _start(request, access, form) if form.is_valid() else None
        if started:
            return redirect(started.get_absolute_url())
    else:
        initial = _window_of(known, access) | _asked_before(request, access, stages)
        form = QuestionForm(initial=initial, stages=stages, model=model)
    context = {
        "form": form,
        "known": Shown(known) if known else None,
        "saved": [Compared.of(each) for each in _scenarios(access).saved().newest_first()],
        "recent": [Shown(each) for each in _scenarios(access).unsaved().newest_first()[:RECENT]],
        "may_simulate": access.access.at_least(Role.EDITOR),
    }
    return render(request, "what_if/question.html", context, status=422 if form.errors else 200)


def _scenarios(access: StreamAccess) -> ScenarioQuerySet:
    return Scenario.objects.of_stream(access.value_stream)


def _window_of(known: Scenario | None, access: StreamAccess) -> dict[str, Any]:
    """The window of the model that is shown, where it was asked for a past one: the form asks about the same."""
    if known is None:
        return {}
    asked_on = today(access.access.organisation, now=known.created_at)
    days = (known.to_on - known.first_on).days
    return as_asked([], days=days, to=known.to_on) if known.to_on < asked_on else {}


def _asked_before(request: HttpRequest, access: StreamAccess, stages: dict[str, str]) -> dict[str, Any]:
    """What the form begins with: another scenario, or what suits the stage that one came from."""
    stage, uuid = request.GET.get("stage", ""), _uuid(request.GET.get("scenario", ""))
    if stage in stages:
        return suggested(stage, stages[stage])
    found = _scenarios(access).filter(uuid=uuid).first() if uuid else None
    if found is None:
        return {}
    is_past = found.to_on < today(access.access.organisation, now=timezone.now())
    days = (found.to_on - found.first_on).days
    return as_asked(found.changes, days=days, to=found.to_on if is_past else None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _start(request: HttpRequest, access: StreamAccess, form: QuestionForm) -> Scenario | None:
    """The scenario that a valid form asks for; None with the reason on the form."""
    try:
        started = services.start(
            value_stream=access.value_stream,
            changes=[] if "fit" in request.POST else form.changes,
            window_days=form.cleaned_data["window_days"],
            to=form.cleaned_data["to"],
            user=access.access.user,
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    if started.result is not None:
        messages.info(request, "This was simulated earlier today; here is its answer.")
    return started


@require_http_methods(["GET", "POST"])
@stream_view
def answer(request: HttpRequest, access: StreamAccess, uuid: UUID) -> HttpResponseBase:
    """The running job of a scenario, then its answer; a name saves it."""
    scenario = _find(access, uuid)
    form = NameForm(request.POST or None, initial={"name": scenario.name})
    if request.method == "POST":
        access.access.require(Role.EDITOR)
        if form.is_valid() and _saved(scenario, form):
            messages.success(request, f"“{scenario.name}” is saved.")
            return redirect(scenario.get_absolute_url())
    context = {
        "scenario": scenario,
        "shown": Shown(scenario),
        "job": scenario.job,
        "form": form,
        "may_simulate": access.access.at_least(Role.EDITOR),
    }
    return render(request, "what_if/answer.html", context, status=422 if form.errors else 200)


def _saved(scenario: Scenario, form: NameForm) -> bool:
    """Save it by the name of a valid form; False with the reason on the form."""
    try:
        services.save(scenario=scenario, name=form.cleaned_data["name"])
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return False
    return True


@require_POST
@stream_view
def again(request: HttpRequest, access: StreamAccess, uuid: UUID) -> HttpResponse:
    """Simulate a scenario whose job failed or was cancelled once more."""
    access.access.require(Role.EDITOR)
    scenario = _find(access, uuid)
    try:
        services.start_again(scenario=scenario, user=access.access.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(scenario.get_absolute_url())


@require_POST
@stream_view
def delete(request: HttpRequest, access: StreamAccess, uuid: UUID) -> HttpResponse:
    access.access.require(Role.EDITOR)
    scenario = _find(access, uuid)
    try:
        services.delete(scenario=scenario)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(scenario.get_absolute_url())
    messages.success(request, f"“{scenario}” is deleted.")
    return redirect("what_if:question", access.access.organisation.slug, access.value_stream.slug)


def _find(access: StreamAccess, uuid: UUID) -> Scenario:
    found = _scenarios(access).select_related("job__organisation", "created_by")
    scenario = get_object_or_404(found, uuid=uuid)
    access.value_stream.organisation = access.access.organisation
    scenario.value_stream = access.value_stream
    return scenario
