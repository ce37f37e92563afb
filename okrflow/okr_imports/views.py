"""The pages of an import of OKRs: the file, what its columns and names mean, and what came of it."""

from contextlib import suppress
from typing import Any, Final, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.rejections import csv_lines
from okrflow.integrations.uploads import LimitedUpload, limit_sentence
from okrflow.okr_imports import services
from okrflow.okr_imports.choices import Choices
from okrflow.okr_imports.forms import UploadForm
from okrflow.okr_imports.models import OkrImport
from okrflow.okr_imports.posted import FORM_FIELDS, asked_form, asked_preset, plan_from
from okrflow.okr_imports.reading.guesses import guess_plan
from okrflow.okr_imports.reading.plans import Plan
from okrflow.okr_imports.reading.sheets import Sheet
from okrflow.okr_imports.surroundings import Surroundings
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.windows import today

EARLIER: Final = 50
FIRST_REJECTED: Final = 20


def surroundings(access: Access, value_stream: ValueStream | None = None) -> Surroundings:
    """What the file may name. Raises PermissionDenied to those who may bring OKRs in nowhere."""
    around = Surroundings.of(access, value_stream, day=today(access.organisation, now=timezone.now()))
    if not around.choosable:
        raise PermissionDenied(
            "OKRs are brought in by the leads of value streams and by administrators. Ask one of them."
        )
    return around


@require_http_methods(["GET", "POST"])
@csrf_exempt
def upload(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """The first step. The upload's handler must be set before anything reads the body, also before the token is looked at."""
    limited = LimitedUpload(request)
    request.upload_handlers = [limited]
    return _upload(request, organisation=organisation, limited=limited)


@csrf_protect
@member_view
def _upload(request: HttpRequest, access: Access, limited: LimitedUpload) -> HttpResponseBase:
    around = surroundings(access)
    form = UploadForm(around, request.POST or None, request.FILES or None)
    if request.method == "POST" and (limited.too_large or form.is_valid()):
        if limited.too_large:
            form.errors["file"] = form.error_class([limit_sentence()])
        elif received := _receive(access, around, form):
            return redirect("okr_imports:columns", access.organisation.slug, received.uuid)
    earlier = OkrImport.objects.of(access).newest_first()[:EARLIER]
    context = {"form": form, "earlier": earlier, "around": around}
    return render(request, "okr_imports/upload.html", context, status=422 if form.errors else 200)


def _receive(access: Access, around: Surroundings, form: UploadForm) -> OkrImport | None:
    """The import of a valid form, or None with the reason as the file's error."""
    file = cast("UploadedFile[Any]", form.cleaned_data["file"])
    try:
        return services.receive(
            access=access,
            value_stream=around.stream(form.cleaned_data["value_stream"]),
            file=cast(Any, file.file),
            file_name=file.name or "file",
            preset=form.cleaned_data["preset"],
        )
    except ReadingError as error:
        form.add_error("file", str(error))
        return None


@require_http_methods(["GET", "POST"])
@member_view
def columns(request: HttpRequest, access: Access, uuid: UUID) -> HttpResponseBase:
    """The second step: what the columns and names mean, with the first objectives as they will be written."""
    found, around = _find(access, uuid)
    if found.begun:
        return redirect("okr_imports:import", access.organisation.slug, found.uuid)
    sheet, plan = services.opened(found)
    if request.method != "POST":
        return _columns_page(request, found, _choices(sheet, plan, around, guess_shares=True))
    asked = asked_form(request.POST, plan.form)
    if any(asked[name] != getattr(plan.form, name) for name in FORM_FIELDS):
        return _look_again(request, found, around, asked)
    if preset := asked_preset(request.POST, plan):
        plan = guess_plan(sheet, preset)
        _keep(found, plan)
        return _columns_page(request, found, _choices(sheet, plan, around, guess_shares=True))
    choices = _choices(sheet, plan_from(request.POST, plan, sheet), around, guess_shares=False)
    starts = request.POST.get("action") == "start"
    if not starts or choices.problems:
        return _columns_page(request, found, choices, asked=starts)
    address = reverse("okr_imports:import", args=[access.organisation.slug, found.uuid])
    with suppress(services.AlreadyImported):
        services.confirm(okr_import=found, plan=choices.plan, user=access.user, result_url=address)
    return redirect(address)


def _keep(found: OkrImport, plan: Plan) -> None:
    found.reading |= {"plan": plan.as_json()}
    found.save(update_fields=["reading", "updated_at"])


def _choices(sheet: Sheet, plan: Plan, around: Surroundings, *, guess_shares: bool) -> Choices:
    prepared = services.prepare(sheet, plan, around, guess_shares=guess_shares)
    return Choices(sheet=sheet, plan=prepared.plan, read=prepared.read, around=around)


def _look_again(
    request: HttpRequest, found: OkrImport, around: Surroundings, asked: dict[str, str]
) -> HttpResponseBase:
    """Read the file in another encoding, with another separator or another sheet, and show the new guesses."""
    error = ""
    try:
        services.look_again(okr_import=found, **asked)
    except ReadingError as problem:
        error = str(problem)
    sheet, plan = services.opened(found)
    return _columns_page(request, found, _choices(sheet, plan, around, guess_shares=True), error=error)


def _columns_page(
    request: HttpRequest, found: OkrImport, choices: Choices, *, asked: bool = False, error: str = ""
) -> HttpResponse:
    """The page, or with htmx its form alone. `asked`: the import was to start, so what is missing is an error."""
    context = {"import": found, "choices": choices, "asked": asked, "error": error}
    partial = getattr(request, "htmx", False)
    template = "okr_imports/columns_form.html" if partial else "okr_imports/columns.html"
    return render(request, template, context, status=422 if asked or error else 200)


@require_safe
@member_view
def result(request: HttpRequest, access: Access, uuid: UUID) -> HttpResponseBase:
    """The third step: the running job, then what came of it."""
    found, _ = _find(access, uuid)
    if found.job is None and found.result is None:
        return redirect("okr_imports:columns", access.organisation.slug, found.uuid)
    context = {"import": found, "job": found.job, "rejected": found.rejected[:FIRST_REJECTED]}
    return render(request, "okr_imports/result.html", context)


@require_safe
@member_view
def rejected(request: HttpRequest, access: Access, uuid: UUID) -> HttpResponseBase:
    """The rejected rows as CSV, with the reason on each."""
    found, _ = _find(access, uuid)
    lines = csv_lines(found.reading["header"], found.rejected)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rejected.csv"'
    return response


def _find(access: Access, uuid: UUID) -> tuple[OkrImport, Surroundings]:
    """One's own import. Raises PermissionDenied to those who may bring in nothing, Http404 for those of others."""
    found = OkrImport.objects.of(access).filter(uuid=uuid).first()
    around = surroundings(access, found.value_stream if found else None)
    if found is None:
        raise Http404("No such import.")
    return found, around
