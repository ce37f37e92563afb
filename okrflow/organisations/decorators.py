"""How a page of an organisation begins: signed in, a member, their access at hand."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from okrflow.organisations.access import Access, enter

MemberView = Callable[Concatenate[HttpRequest, Access, ...], HttpResponseBase]


def member_view(view: MemberView) -> Callable[..., HttpResponseBase]:
    """A page of `/o/<organisation>/`: `view(request, access, **the other parts of the address)`.

    Sign-in for strangers; 404 for those who are no members. The shell finds the access as `request.access`.
    """

    @wraps(view)
    def entered(request: HttpRequest, organisation: str, **kwargs: Any) -> HttpResponseBase:
        access = enter(request.user, organisation)
        request.access = access  # type: ignore[attr-defined]
        return view(request, access, **kwargs)

    return login_required(entered)
