"""Pages of the installation itself: health, help, figures for operators."""

import environ
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from okrflow.web import health

METRICS_TOKEN = environ.Env().str("OKRFLOW_METRICS_TOKEN", "")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database is migrated, the broker reachable and a worker alive; else 503. Each part by name."""
    parts = health.parts()
    ready = all(part["ok"] for part in parts.values())
    response = JsonResponse({"ok": ready, "parts": parts}, status=200 if ready else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # asked often while things start
    return response


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' figures, for superusers and for whoever knows the token."""
    user = getattr(request, "user", AnonymousUser())
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    known = bool(METRICS_TOKEN) and scheme == "Bearer" and constant_time_compare(token, METRICS_TOKEN)
    if not (known or (user.is_active and getattr(user, "is_superuser", False))):
        raise PermissionDenied("The installation's figures are for its operators.")
    response: HttpResponse = ExportToDjangoView(request)
    return response


def not_yours(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """The page of every 403: why, and what can be done instead."""
    context = {"exception": str(exception), "instead": getattr(exception, "instead", None)}
    return render(request, "403.html", context, status=403)


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html")


@require_safe
def how_we_count(request: HttpRequest) -> HttpResponse:
    """The published definitions of every figure."""
    return render(request, "help/how_we_count.html")
