"""Closing a value stream, and opening it again."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from okrflow.organisations.models import Role
from okrflow.value_streams.access import StreamAccess
from okrflow.value_streams.decorators import stream_view
from okrflow.value_streams.forms import ClosingForm
from okrflow.value_streams.services import close_value_stream, reopen_value_stream
from okrflow.value_streams.views.returning import back
from okrflow.web.refusals import Refused


@require_POST
@stream_view
def close(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    access.access.require(Role.ADMIN)
    form = ClosingForm(request.POST, value_stream=access.value_stream)
    if not form.is_valid():
        return back(request, access, refused="Give the day, and say where its open items go.")
    try:
        close_value_stream(by=access, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        return back(request, access, refused=str(refusal))
    return back(request, access, done=f"{access.value_stream} is closed. Its pages stay readable.")


@require_POST
@stream_view
def reopen(request: HttpRequest, access: StreamAccess) -> HttpResponse:
    access.access.require(Role.ADMIN)
    try:
        reopen_value_stream(by=access)
    except Refused as refusal:
        return back(request, access, refused=str(refusal))
    return back(request, access, done=f"{access.value_stream} is open again. What was dropped stays dropped.")
