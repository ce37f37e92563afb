"""Reading values of a metric from a file: the file, then its rows as they will be written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from okrflow.integrations.models import ValuesFile
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.uploads import LimitedUpload, limit_sentence
from okrflow.integrations.values import services
from okrflow.integrations.values.forms import ValuesFileForm
from okrflow.integrations.values.planning import FilePlanned, Outcome, plan_values
from okrflow.metrics.models import Metric
from okrflow.metrics.rights import MetricRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.web.refusals import Refused
from okrflow.web.templatetags.figures import unit

PAGE: Final = 200


@require_http_methods(["GET", "POST"])
@csrf_exempt
def upload(request: HttpRequest, organisation: str, metric: str) -> HttpResponseBase:
    """The first step. The upload's handler must be set before anything reads the body, also before the token is looked at."""
    limited = LimitedUpload(request, most=services.MAX_BYTES)
    request.upload_handlers = [limited]
    return _upload(request, organisation=organisation, metric=metric, limited=limited)


@csrf_protect
@member_view
def _upload(request: HttpRequest, access: Access, metric: str, limited: LimitedUpload) -> HttpResponseBase:
    rights = MetricRights.of(access)
    found = get_object_or_404(rights.visible.by_name(), slug=metric)
    rights.require_values(found)
    form = ValuesFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (limited.too_large or form.is_valid()):
        if limited.too_large:
            form.errors["file"] = form.error_class([limit_sentence(services.MAX_BYTES)])
        elif received := _receive(rights, found, form):
            return redirect("integrations:values", access.organisation.slug, found.slug, received.uuid)
    context = {"form": form, "metric": found}
    return render(request, "integrations/values_upload.html", context, status=422 if form.errors else 200)


def _receive(rights: MetricRights, metric: Metric, form: ValuesFileForm) -> ValuesFile | None:
    """The file of a valid form, or None with the reason as the field's error."""
    file = cast("UploadedFile[Any]", form.cleaned_data["file"])
    try:
        return services.receive(
            rights=rights,
            metric=metric,
            file=cast(Any, file.file),
            file_name=file.name or "file",
            now=timezone.now(),
        )
    except ReadingError as error:
        form.add_error("file", str(error))
        return None


@require_http_methods(["GET", "POST"])
@member_view
def rows(request: HttpRequest, access: Access, metric: str, uuid: UUID) -> HttpResponseBase:
    """The second step: what each row comes to. A POST writes it."""
    rights, now = MetricRights.of(access), timezone.now()
    found = get_object_or_404(ValuesFile.objects.of(rights), uuid=uuid, metric__slug=metric)
    rights.require_values(found.metric)
    if request.method != "POST":
        return _rows_page(request, found, request.GET.dict(), now=now)
    asked = request.POST.dict()
    try:
        done = services.read_in(
            rights=rights, values_file=found, asked=asked, seal=asked.get("seal", ""), now=now
        )
    except (Refused, ReadingError) as refusal:
        return _rows_page(request, found, asked, now=now, problem=str(refusal))
    messages.success(request, _said(done))
    return redirect(found.metric)


def _rows_page(
    request: HttpRequest, found: ValuesFile, asked: Mapping[str, str], *, now: datetime, problem: str = ""
) -> HttpResponse:
    try:
        table, conventions = services.opened(found, asked)
    except ReadingError as error:
        problem = str(error)
        table, conventions = services.opened(found, {})
    planned = (
        plan_values(table, conventions, found.metric, by=request.user, now=now)
        if conventions.decided
        else None
    )
    context = {
        "file": found,
        "metric": found.metric,
        "form": table.form,
        "conventions": conventions,
        "planned": planned,
        "counts": [(outcome, planned.count(outcome)) for outcome in Outcome] if planned else [],
        "page": Paginator(planned.to_look_at, PAGE).get_page(request.GET.get("page")) if planned else None,
        "problem": problem,
    }
    return render(request, "integrations/values_rows.html", context, status=422 if problem else 200)


def _said(done: FilePlanned) -> str:
    """What was read in, in one sentence."""
    new, corrected = done.count(Outcome.NEW), done.count(Outcome.CORRECTS)
    parts = [
        unit(new, "new value,new values") if new else "",
        unit(corrected, "correction,corrections") if corrected else "",
    ]
    return f"Read in: {' and '.join(filter(None, parts))}."
