"""Back to the settings of a stream, with what came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from okrflow.value_streams.access import StreamAccess


def back(request: HttpRequest, access: StreamAccess, *, done: str = "", refused: str = "") -> HttpResponse:
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, done)
    return redirect("value_streams:settings", access.value_stream.organisation.slug, access.value_stream.slug)
