"""One declaration a method of an address: what it is documented by is what it is checked by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import Serializer

from okrflow.api.problems import MEDIA_TYPE
from okrflow.api.serializers import ProblemOut, Query
from okrflow.organisations.models import Role, Scope

Answer = type[Serializer[Any]] | None
Handler = TypeVar("Handler", bound=Callable[..., Any])

ANY_READ: Final = (Scope.OKRS_READ, Scope.WORK_ITEMS_READ, Scope.METRICS_READ, Scope.ADMIN)
ANY_WRITE: Final = (Scope.OKRS_WRITE, Scope.WORK_ITEMS_WRITE, Scope.METRICS_WRITE, Scope.ADMIN)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What one method of an address asks of its caller. `scopes`: one of them is enough.

    `for_services`: a token without a person may call it (ownership, rule 15).
    """

    scopes: tuple[Scope, ...]
    role: Role = Role.VIEWER
    query: type[Query] = Query
    body: type[Serializer[Any]] | None = None
    secret: tuple[str, ...] = ()
    for_services: bool = False


ERRORS: Final = {
    "GET": (400, 401, 403, 404, 429),
    "POST": (400, 401, 403, 404, 409, 413, 415, 422, 429),
    "PUT": (400, 401, 403, 404, 412, 413, 415, 422, 429),
    "PATCH": (400, 401, 403, 404, 412, 413, 415, 422, 429),
    "DELETE": (400, 401, 403, 404, 412, 422, 429),
}


def operation(
    *,
    summary: str,
    scopes: Sequence[Scope],
    answers: Mapping[int, Answer],
    role: Role = Role.VIEWER,
    query: type[Query] = Query,
    body: type[Serializer[Any]] | None = None,
    request: Any = None,
    if_match: Literal["required", "optional"] | None = None,
    secret: tuple[str, ...] = (),
    for_services: bool = False,
    path: Sequence[OpenApiParameter] = (),
    examples: Sequence[OpenApiExample] = (),
) -> Callable[[Handler], Handler]:
    """Declare a method: its summary, who may call it, what it takes, and what it answers by status."""

    def declared(handler: Handler) -> Handler:
        method = handler.__name__.upper()
        asked = Operation(
            scopes=tuple(scopes),
            role=role,
            query=query,
            body=body,
            secret=secret,
            for_services=for_services,
        )
        errors = {*ERRORS[method], *([428] if if_match == "required" else []), *([412] if if_match else [])}
        good = {304: None, **answers} if method == "GET" else answers
        documented = extend_schema(
            summary=summary,
            parameters=[*([query] if query is not Query else []), *path, *_headers(method, if_match)],
            request=request or body,
            responses={
                **{status: _answer(status, answer) for status, answer in good.items()},
                **{
                    (status, MEDIA_TYPE): OpenApiResponse(ProblemOut, PROBLEMS[status])
                    for status in sorted(errors)
                },
            },
            examples=list(examples),
        )(handler)
        documented.operation = asked  # type: ignore[attr-defined]
        return documented

    return declared


PROBLEMS: Final = {
    400: "The request can't be read, or holds names that nobody knows.",
    401: "No token or session, or one that does not work.",
    403: "The scope or the right is missing.",
    404: "There is no such thing, or it is another organisation's.",
    409: "It is there already, or the Idempotency-Key is in flight.",
    412: "Somebody changed it meanwhile.",
    413: "The body is too large.",
    415: "The body's type is not taken.",
    422: "A rule is broken.",
    428: "If-Match is missing.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
}


def _answer(status: int, answer: Answer) -> OpenApiResponse:
    words = {
        200: "As asked.",
        201: "Made.",
        202: "Begun.",
        204: "Done.",
        304: "What you have is still the same.",
    }
    return OpenApiResponse(answer, words[status])


def _headers(method: str, if_match: str | None) -> list[OpenApiParameter]:
    header: Literal["header"] = "header"
    found = [
        OpenApiParameter("RateLimit-Limit", int, header, description="Requests a minute.", response=True),
        OpenApiParameter(
            "RateLimit-Remaining", int, header, description="Left of this minute.", response=True
        ),
        OpenApiParameter("RateLimit-Reset", int, header, description="Seconds to the next.", response=True),
    ]
    if method == "GET":
        what = "What you have of it already; 304 if it is still the same."
        found.append(OpenApiParameter("If-None-Match", str, header, description=what))
        found.append(OpenApiParameter("ETag", str, header, description="Of this answer.", response=[200]))
    if method == "POST":
        what = "Makes it safe to send it again within 24 hours: 1 to 255 printable characters."
        found.append(OpenApiParameter("Idempotency-Key", KEY, header, description=what))
    if if_match:
        what = "The ETag of what you read; `*` for whatever is there."
        found.append(
            OpenApiParameter("If-Match", str, header, required=if_match == "required", description=what)
        )
    return found


KEY: Final = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"}
