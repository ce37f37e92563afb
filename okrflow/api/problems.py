"""Every error as application/problem+json (RFC 9457), whoever raises it; never a stack trace."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final, TypedDict

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelError
from django.core.signals import got_request_exception
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from okrflow.web.refusals import Instead, Refused

MEDIA_TYPE: Final = "application/problem+json"
logger = logging.getLogger(__name__)


class Error(TypedDict, total=False):
    """One thing that is wrong: where in the body (a JSON pointer), or which parameter."""

    pointer: str
    parameter: str
    code: str
    detail: str


class Problem(Exception):
    """An answer that is no success. `code` tells programs apart what a status has in common."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[Error] = (),
        headers: Mapping[str, str] | None = None,
        instead: Instead | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers = list(errors), dict(headers or {})
        self.instead = instead

    @property
    def body(self) -> dict[str, Any]:
        links = [{"rel": way.rel, "title": way.title, "href": way.url}] if (way := self.instead) else []
        return {
            "type": f"urn:okrflow:problem:{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "errors": self.errors,
            **({"links": links} if links else {}),
        }


def bad_parameter(name: str, code: str, detail: str) -> Problem:
    """A parameter of the address that can't be read."""
    error = Error(pointer="", parameter=name, code=code, detail=detail)
    return Problem(400, "bad_parameter", f"The parameter “{name}” is wrong. {detail}", errors=[error])


def bad_value(pointer: str, code: str, detail: str, *, status: int = 422) -> Problem:
    """A value of the body that breaks a rule."""
    return Problem(status, code, detail, errors=[Error(pointer=pointer, code=code, detail=detail)])


def handler(error: Exception, context: Mapping[str, Any]) -> Response:
    """What rest_framework calls with whatever a view raised."""
    problem = _problem(error)
    if problem is None:
        logger.error("The API failed", exc_info=error)
        request = context.get("request")
        got_request_exception.send(sender=handler, request=getattr(request, "_request", request))
        problem = Problem(500, "internal", "Something went wrong on our side. It is logged; try again.")
    return Response(problem.body, status=problem.status, headers=problem.headers, content_type=MEDIA_TYPE)


def _problem(error: Exception) -> Problem | None:
    match error:
        case Problem():
            return error
        case Http404():
            return Problem(404, "not_found", _sentence(error, "There is nothing at this address."))
        case PermissionDenied():
            instead = getattr(error, "instead", None)
            return Problem(403, "forbidden", _sentence(error, "You may not do this."), instead=instead)
        case RequestDataTooBig():
            return Problem(413, "too_large", "The body is larger than 16 MiB. Send it in parts.")
        case SuspiciousOperation():
            return Problem(400, "bad_request", "The request can't be read.")
        case Refused():
            return Problem(422, "refused", str(error))
        case ModelError():
            return Problem(422, "invalid", "The values break a rule.", errors=list(_model_errors(error)))
    return _framework_problem(error) if isinstance(error, exceptions.APIException) else None


def _framework_problem(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.ValidationError):
        return Problem(400, "invalid", "The request is not as expected.", errors=flatten(error.detail))
    headers = {"WWW-Authenticate": header} if (header := getattr(error, "auth_header", None)) else {}
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    code = {"not_authenticated": "unauthenticated", "authentication_failed": "unauthenticated"}
    default = str(getattr(error, "default_code", "error"))
    return Problem(error.status_code, code.get(default, default), str(error.detail), headers=headers)


def flatten(detail: Any, pointer: str = "") -> list[Error]:
    """The errors of serializers, each with its place in the body."""
    return list(_flatten(detail, pointer))


def _flatten(detail: Any, pointer: str) -> Iterator[Error]:
    if isinstance(detail, Mapping):
        for name, value in detail.items():
            place = (
                "" if name == "non_field_errors" else "/" + str(name).replace("~", "~0").replace("/", "~1")
            )
            yield from _flatten(value, pointer + place)
    elif isinstance(detail, list):
        for number, value in enumerate(detail):
            nested = isinstance(value, Mapping | list)
            yield from _flatten(value, f"{pointer}/{number}" if nested else pointer)
    else:
        yield Error(pointer=pointer, code=getattr(detail, "code", "invalid"), detail=str(detail))


def _model_errors(error: ModelError) -> Iterator[Error]:
    if not hasattr(error, "error_dict"):
        yield from (Error(pointer="", code="invalid", detail=text) for text in error.messages)
        return
    for name, errors in error.error_dict.items():
        place = "" if name == "__all__" else f"/{name}"
        for each in errors:
            yield Error(pointer=place, code=each.code or "invalid", detail=" ".join(each.messages))


def _sentence(error: Exception, otherwise: str) -> str:
    return str(error) if error.args and isinstance(error.args[0], str) and error.args[0] else otherwise
