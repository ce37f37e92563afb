"""The pages of an import: the file, what its columns mean, and what came of it."""

from contextlib import suppress
from typing import Any, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from okrflow.integrations import rejections, services
from okrflow.integrations.choices import Choices, plan_from
from okrflow.integrations.forms import UploadForm
from okrflow.integrations.importing import streams_of
from okrflow.integrations.mappings import existing_states
from okrflow.integrations.models import WorkItemImport
from okrflow.integrations.reading.encodings import ENCODINGS
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.plans import Plan
from okrflow.integrations.reading.separated import SEPARATORS
from okrflow.integrations.reading.surveys import Survey
from okrflow.integrations.rights import streams_written
from okrflow.integrations.uploads import LimitedUpload, limit_sentence
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.organisations.models import Role
from okrflow.value_streams.access import StreamAccess, rights_in

EARLIER = 50


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
    access.require(Role.EDITOR)
    form = UploadForm(access, request.POST or None, request.FILES or None)
    if request.method == "POST" and (limited.too_large or form.is_valid()):
        if limited.too_large:
            form = UploadForm(access, request.POST, request.FILES)
            form.errors["file"] = form.error_class([limit_sentence()])
        elif received := _receive(access, form):
            return redirect("integrations:columns", access.organisation.slug, received.uuid)
    earlier = WorkItemImport.objects.for_organisation(access.organisation).newest_first()[:EARLIER]
    status = 422 if form.errors else 200
    return render(request, "integrations/upload.html", {"form": form, "earlier": earlier}, status=status)


def _receive(access: Access, form: UploadForm) -> WorkItemImport | None:
    """The import of a valid form, or None with the reason as the file's error."""
    value_stream, file = (
        form.cleaned_data["value_stream"],
        cast("UploadedFile[Any]", form.cleaned_data["file"]),
    )
    rights_in(access, value_stream).require("writes_items")
    try:
        return services.receive(
            value_stream=value_stream,
            file=cast(Any, file.file),
            file_name=file.name or "file",
            user=access.user,
        )
    except ReadingError as error:
        form.add_error("file", str(error))
        return None


@require_http_methods(["GET", "POST"])
@member_view
def columns(request: HttpRequest, access: Access, uuid: UUID) -> HttpResponseBase:
    """The second step: what the columns, dates, statuses and kinds mean, with the first rows as they will be read."""
    found, rights = _find(access, uuid)
    if found.result is not None or (found.job is not None and not found.job.ended):
        return redirect("integrations:import", access.organisation.slug, found.uuid)
    survey, plan = Survey.from_json(found.reading["survey"]), Plan.from_json(found.reading["plan"])
    if request.method != "POST":
        return _columns_page(request, found, rights, survey, plan)
    if _wants_another_form(request, survey):
        return _look_again(request, found, rights, _asked_form(request, survey))
    chosen = services.complete(plan_from(request.POST, plan, survey), survey, found.value_stream)
    choices = _choices(found, survey, chosen)
    if request.POST.get("action") != "start" or choices.problem or choices.date_problem:
        return _columns_page(
            request, found, rights, survey, chosen, asked=request.POST.get("action") == "start"
        )
    written = streams_written(access, found.value_stream, chosen, survey)
    for stream in written:
        stream.require("writes_items")
    return _start(request, access, found, chosen, set_up=[s.value_stream.pk for s in written if s.sets_up])


def _start(
    request: HttpRequest, access: Access, found: WorkItemImport, plan: Plan, *, set_up: list[int]
) -> HttpResponseBase:
    address = reverse("integrations:import", args=[access.organisation.slug, found.uuid])
    with suppress(services.AlreadyImported):
        services.confirm(
            work_item_import=found, plan=plan, set_up=set_up, user=access.user, result_url=address
        )
    return redirect(address)


def _wants_another_form(request: HttpRequest, survey: Survey) -> bool:
    asked = _asked_form(request, survey)
    return any(asked[name] != getattr(survey.form, name) for name in FORM_FIELDS)


FORM_FIELDS = ("encoding", "separator", "sheet")


def _asked_form(request: HttpRequest, survey: Survey) -> dict[str, str]:
    """What was chosen of what the page offers; anything else stays as it is (Python's codecs know stranger names, like zip)."""
    form = survey.form
    offered = {"encoding": ENCODINGS, "separator": SEPARATORS, "sheet": form.sheets}
    asked = {name: request.POST.get(name, "") for name in FORM_FIELDS}
    return {
        name: asked[name] if asked[name] in offered[name] else getattr(form, name) for name in FORM_FIELDS
    }


def _look_again(
    request: HttpRequest, found: WorkItemImport, rights: StreamAccess, form: dict[str, str]
) -> HttpResponseBase:
    """Survey the file in another encoding, with another separator or another sheet, and show the new guesses."""
    error = ""
    try:
        services.look_again(work_item_import=found, **form)
    except ReadingError as problem:
        error = str(problem)
    survey, plan = Survey.from_json(found.reading["survey"]), Plan.from_json(found.reading["plan"])
    return _columns_page(request, found, rights, survey, plan, error=error)


def _choices(found: WorkItemImport, survey: Survey, plan: Plan) -> Choices:
    return Choices(
        survey=survey,
        plan=plan,
        streams=streams_of(found.value_stream),
        known_states=existing_states(found.value_stream),
    )


def _columns_page(
    request: HttpRequest,
    found: WorkItemImport,
    rights: StreamAccess,
    survey: Survey,
    plan: Plan,
    *,
    asked: bool = False,
    error: str = "",
) -> HttpResponse:
    """The page, or with htmx its form alone. `asked`: the import was to start, so what is missing is an error."""
    choices = _choices(found, survey, plan)
    missing = asked and (choices.problem or choices.date_problem)
    context = {"import": found, "choices": choices, "rights": rights, "asked": asked, "error": error}
    partial = getattr(request, "htmx", False)
    template = "integrations/columns_form.html" if partial else "integrations/columns.html"
    return render(request, template, context, status=422 if missing or error else 200)


@require_safe
@member_view
def result(request: HttpRequest, access: Access, uuid: UUID) -> HttpResponseBase:
    """The third step: the running job, then what came of it."""
    found, rights = _find(access, uuid)
    if found.job is None and found.result is None:
        return redirect("integrations:columns", access.organisation.slug, found.uuid)
    kept = min((found.result or {}).get("rejected", 0), rejections.MOST_KEPT)
    first = found.rejected_rows.order_by("number", "pk")[:20] if kept else []
    context = {"import": found, "job": found.job, "rights": rights, "rejected": first, "kept": kept}
    return render(request, "integrations/result.html", context)


@require_safe
@member_view
def rejected(request: HttpRequest, access: Access, uuid: UUID) -> HttpResponseBase:
    """The rejected rows as CSV, with the reason on each."""
    found, _ = _find(access, uuid)
    survey = found.reading.get("survey")
    header = (
        Survey.from_json(survey).header if survey and survey["form"]["format"] != "jira" else ["Key", "Title"]
    )
    response = StreamingHttpResponse(rejections.as_csv(found, header), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rejected.csv"'
    return response


def _find(access: Access, uuid: UUID) -> tuple[WorkItemImport, StreamAccess]:
    """The import and the rights in its stream. Raises Http404, and PermissionDenied to those who may not write items."""
    imports = WorkItemImport.objects.for_organisation(access.organisation)
    found = get_object_or_404(imports.select_related("value_stream__organisation"), uuid=uuid)
    rights = rights_in(access, found.value_stream)
    rights.require("writes_items")
    if "plan" not in found.reading:
        raise Http404
    return found, rights
