"""How a page of a value stream begins."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.http import HttpRequest, HttpResponseBase

from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.value_streams.access import StreamAccess, enter_stream

StreamView = Callable[Concatenate[HttpRequest, StreamAccess, ...], HttpResponseBase]


def stream_view(view: StreamView) -> Callable[..., HttpResponseBase]:
    """A page of `/o/<organisation>/streams/<stream>/`: `view(request, access, **the other parts of the address)`.

    As `member_view`, and 404 without such a stream. The shell finds the access as `request.stream_access`.
    """

    @wraps(view)
    def entered(request: HttpRequest, access: Access, stream: str, **kwargs: Any) -> HttpResponseBase:
        stream_access = enter_stream(access, stream)
        request.stream_access = stream_access  # type: ignore[attr-defined]
        return view(request, stream_access, **kwargs)

    return member_view(entered)
