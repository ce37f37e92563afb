"""Raising, changing, answering, addressing and closing impediments."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from okrflow.impediments import services
from okrflow.impediments.forms import AddressForm, AnswerForm, ImpedimentForm
from okrflow.impediments.given import NotAnImpediment, given_of, limitable, stages_for
from okrflow.impediments.models import Impediment
from okrflow.impediments.rights import require_addressing, require_answering, require_raising
from okrflow.impediments.views.reading import found
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.models import ValueStream
from okrflow.web.refusals import Refused
from okrflow.web.versions import EditConflict, version_sent
from okrflow.work_items.figures.windows import today


@require_http_methods(["GET", "POST"])
@stream_view
def new(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    """Of the stream; `?stage=` and `?key_result=` say on what."""
    rights = OkrRights.of(access.access)
    require_raising(rights, access.value_stream)
    return _edit(request, rights, access.value_stream, None)


@require_http_methods(["GET", "POST"])
@member_view
def edit(request: HttpRequest, access: Access, impediment: UUID) -> HttpResponse:
    rights, row = OkrRights.of(access), found(access, impediment)
    require_raising(rights, row.value_stream)
    return _edit(request, rights, row.value_stream, row)


def _edit(
    request: HttpRequest, rights: OkrRights, stream: ValueStream, row: Impediment | None
) -> HttpResponse:
    initial = _stored(row) if row else _from_address(request, rights, stream)
    form = ImpedimentForm(request.POST or None, rights=rights, value_stream=stream, initial=initial)
    version = row.version if row else 0
    if request.method == "POST" and form.is_valid():
        try:
            saved = _saved(request, rights, stream, form, row)
        except EditConflict as conflict:
            form.add_error(None, str(conflict))
            version = conflict.stored.version
        except NotAnImpediment as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except (Refused, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal.messages[0])
        else:
            messages.success(request, f"“{saved}” is {'saved' if row else 'raised'}.")
            return redirect(saved.get_absolute_url())
    context = {"form": form, "impediment": row, "value_stream": stream, "version": version}
    return render(request, "impediments/edit.html", context, status=422 if form.errors else 200)


def _stored(row: Impediment) -> dict[str, Any]:
    given = given_of(row)
    stage = stages_for(row.value_stream).filter(status=given.stage, value_stream=given.stage_stream).first()
    plain = {name: getattr(given, name) for name in ("title", "what", "raised_on", "limits")}
    return plain | {"stage": stage}


def _from_address(request: HttpRequest, rights: OkrRights, stream: ValueStream) -> dict[str, Any]:
    initial: dict[str, Any] = {"raised_on": today(rights.organisation, now=timezone.now())}
    if name := request.GET.get("stage", ""):
        initial["stage"] = stages_for(stream).filter(status__name=name[:200]).first()
    if text := request.GET.get("key_result", ""):
        try:
            initial["limits"] = limitable(rights, stream).filter(uuid=UUID(text)).first()
        except ValueError:
            raise Http404("No such key result.") from None
    return initial


def _saved(
    request: HttpRequest, rights: OkrRights, stream: ValueStream, form: ImpedimentForm, row: Impediment | None
) -> Impediment:
    now = timezone.now()
    if row is None:
        return services.raise_impediment(rights=rights, value_stream=stream, given=form.given, now=now)
    return services.change_impediment(
        rights=rights, impediment=row, given=form.given, version=version_sent(request), now=now
    )


@require_POST
@member_view
def answer(request: HttpRequest, access: Access, impediment: UUID) -> HttpResponse:
    """In words."""
    rights, row = OkrRights.of(access), found(access, impediment)
    require_answering(rights, row)
    form = AnswerForm(request.POST)
    text = form.cleaned_data["answer"] if form.is_valid() else ""

    def act() -> None:
        services.answer(rights=rights, impediment=row, text=text, now=timezone.now())

    return _told(request, row, act, "Your answer is kept.")


@require_POST
@member_view
def address(request: HttpRequest, access: Access, impediment: UUID) -> HttpResponse:
    """By an objective of the organisation, or by none any more."""
    rights, row = OkrRights.of(access), found(access, impediment)
    require_addressing(rights)
    form = AddressForm(request.POST, rights=rights)
    if not form.is_valid():
        messages.error(request, "Choose a published objective of the organisation.")
        return redirect(row.get_absolute_url())
    objective = form.cleaned_data["objective"]

    def act() -> None:
        services.address(rights=rights, impediment=row, objective=objective, now=timezone.now())

    done = f"“{objective}” addresses it." if objective else "No objective addresses it any more."
    return _told(request, row, act, done)


@require_POST
@member_view
def close(request: HttpRequest, access: Access, impediment: UUID) -> HttpResponse:
    rights, row = OkrRights.of(access), found(access, impediment)

    def act() -> None:
        services.close(rights=rights, impediment=row, now=timezone.now())

    return _told(request, row, act, "The impediment is closed.")


def _told(request: HttpRequest, row: Impediment, act: Callable[[], None], done: str) -> HttpResponse:
    """Back to the impediment's page, with what was done or why not."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(row.get_absolute_url())
