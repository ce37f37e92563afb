"""The reader of a page: instants in their own time zone, numbers with their own decimal mark."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from okrflow.web.numbers import decimal_mark, decimal_mark_of

ZONE_COOKIE = "zone"
ZONES = frozenset(zoneinfo.available_timezones())


class ReaderMiddleware:
    """Activates the reader's time zone: the one of their profile, else the browser's (a cookie set by base.js)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        mark = decimal_mark.set(decimal_mark_of(request.headers.get("Accept-Language", "")))
        try:
            name = getattr(request.user, "time_zone", "") or request.COOKIES.get(ZONE_COOKIE, "")
            if name in ZONES:
                with timezone.override(zoneinfo.ZoneInfo(name)):
                    return self.get_response(request)
            return self.get_response(request)
        finally:
            decimal_mark.reset(mark)
