"""How every address of the API begins and ends: who asks, may they, what was asked; then caching and limits."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from okrflow.api import idempotency, limits, pagination, preconditions
from okrflow.api.operations import Operation
from okrflow.api.problems import Problem
from okrflow.organisations.access import Access, enter
from okrflow.organisations.models import ApiToken, Organisation

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Row = TypeVar("Row", bound=Model)


class OnlyJson(BaseContentNegotiation):
    """There is one format; what `Accept` wishes changes nothing."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        given = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == given), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type


class ApiView(APIView):
    """An address below an organisation's. Methods are declared by `operation` and take (request, **path)."""

    content_negotiation_class = OnlyJson
    access: Access
    operation: Operation
    parameters: dict[str, Any]
    version: int | None = None  # of the row that is answered with, if it has versions

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        token = request.auth if isinstance(request.auth, ApiToken) else None
        self.allowance = limits.spend(f"token:{token.pk}" if token else f"user:{request.user.pk}")
        self.access = enter(request.user, _slug(self.kwargs.pop("organisation")), token=token)
        declared = self._declared()
        if declared is not None:
            self.operation = declared
            self._require_scope()
            self.access.require(self.operation.role)
            self.parameters = self.operation.query.read(request.query_params)

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> Any:
        raise NotAuthenticated("Send a token as “Authorization: Bearer okr_…”, or sign in.")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As rest_framework's, with each write in one transaction and once for its Idempotency-Key."""
        self.args, self.kwargs = args, kwargs
        self.request = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        try:
            self.initial(self.request, *args, **kwargs)
            response = self._carry_out()
        except Exception as error:
            response = self.handle_exception(error)
        self.response = self.finalize_response(self.request, cast(Response, response), *args, **kwargs)
        return self._finish(self.response)

    def _carry_out(self) -> HttpResponseBase:
        method = str(self.request.method)
        handler = getattr(self, method.lower(), self.http_method_not_allowed)
        if method not in self.allowed_methods:
            handler = self.http_method_not_allowed

        def work() -> Any:
            return handler(self.request, **self.kwargs)

        if method in SAFE or self._declared() is None:
            return cast(HttpResponseBase, work())
        if "Transfer-Encoding" in self.request.headers and not self.request.META.get("CONTENT_LENGTH"):
            raise Problem(411, "length_required", "Send the body whole, with its Content-Length.")
        _ = self.request._request.body  # read at once, as far as DATA_UPLOAD_MAX_MEMORY_SIZE allows
        key = self.request.headers.get("Idempotency-Key")
        if method == "POST" and key is not None:
            return idempotency.once(
                access=self.access,
                request=self.request._request,
                key=key,
                work=work,
                failed=self.handle_exception,
                secret=self.operation.secret,
            )
        with transaction.atomic():
            return cast(HttpResponseBase, work())

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def _declared(self) -> Operation | None:
        method = str(self.request.method).lower()
        handler = getattr(self, "get" if method == "head" else method, None)
        return getattr(handler, "operation", None)

    def _require_scope(self) -> None:
        scopes = self.operation.scopes
        if self.access.token is not None and not set(scopes) & set(self.access.token.scopes):
            self.access.require_scope(scopes[0])
        if self.access.is_service and not self.operation.for_services:
            raise PermissionDenied(
                "A token of a service writes measurements and work items. Use one of a member for this."
            )

    def read_body(self, *, partial: bool = False) -> dict[str, Any]:
        """The body, checked by the declared serializer. Called after the rights are. Raises for a bad one."""
        assert self.operation.body is not None
        serializer = self.operation.body(data=self.request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def page(
        self,
        rows: "QuerySet[Row]",
        shown: Callable[[Row], Any],
        *,
        order: Sequence[pagination.Order] = pagination.BY_ID,
        **more: Any,
    ) -> Response:
        """The page of the list that the parameters ask for; a cursor fits the same address and filters only."""
        return self.page_together(rows, lambda found: [shown(row) for row in found], order=order, **more)

    def page_together(
        self,
        rows: "QuerySet[Row]",
        shown: Callable[[Sequence[Row]], list[Any]],
        *,
        order: Sequence[pagination.Order] = pagination.BY_ID,
        **more: Any,
    ) -> Response:
        """The same, where the rows of a page are shown together, with queries in common."""
        filters = {
            name: value for name, value in self.parameters.items() if name not in {"cursor", "limit", "count"}
        }
        about = f"{self.access.organisation.pk}:{self.access.user.pk}:{self.request.path}:{sorted(filters.items())}"
        found = pagination.page(
            rows,
            shown,
            about=about,
            cursor=self.parameters.get("cursor"),
            limit=self.parameters["limit"],
            order=order,
        )
        return Response(found | more)

    def made(self, shown: dict[str, Any], location: str) -> Response:
        """201 with where the new thing is, and its ETag."""
        return Response(shown, status=201, headers={"Location": location})

    @property
    def base(self) -> str:
        """The organisation's own part of addresses."""
        return f"/api/v1/organisations/{self.access.organisation.slug}"

    def _finish(self, response: HttpResponseBase) -> HttpResponseBase:
        """Caching, ETag and limits on whatever the answer is."""
        patch_vary_headers(response, ["Authorization", "Cookie"])
        response["Cache-Control"] = "no-store"
        for name, value in (self.allowance.headers if hasattr(self, "allowance") else {}).items():
            response.setdefault(name, value)
        if isinstance(response, Response) and 200 <= response.status_code < 300 and response.data is not None:
            return self._tagged(response)
        return response

    def _tagged(self, response: Response) -> HttpResponse:
        content = response.render().content
        tag = preconditions.tag_of(content, self.version)
        if self.operation.secret:
            return response
        response["ETag"] = tag
        if self.request.method not in {"GET", "HEAD"}:
            return response
        response["Cache-Control"] = "private, no-cache"
        if not preconditions.known(self.request._request, tag):
            return response
        kept = ("ETag", "Cache-Control", "Vary", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
        return HttpResponse(status=304, headers={name: response[name] for name in kept if name in response})


def _slug(name: str) -> str:
    """The slug of an organisation that may be named by its UUID."""
    try:
        uuid = UUID(name)
    except ValueError:
        return name
    return Organisation.objects.filter(uuid=uuid).values_list("slug", flat=True).first() or name


def as_uuid(name: str) -> UUID:
    """The UUID in a path or a body. Raises Http404: what can't be an id names nothing."""
    try:
        return UUID(name)
    except ValueError:
        raise Http404("There is nothing with this id.") from None


def conflict(detail: str) -> Problem:
    """There is one already (409)."""
    return Problem(409, "duplicate", detail)
