"""The description, a page to read it on, and the end of the road for addresses that do not exist."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import JSONRenderer

from okrflow.api import problems


class SchemaView(SpectacularJSONAPIView):
    """OpenAPI 3.1, for everybody."""


class DocsView(SpectacularSwaggerSplitView):
    """The description as a page; all its files are our own."""

    url_name = "api:schema"
    template_name = "api/docs.html"


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """404 as a problem, for every address of the API that is none."""
    detail = "There is nothing at this address."
    if request.path.endswith("/"):
        detail += " Addresses of resources have no slash at their end."
    problem = problems.Problem(404, "not_found", detail)
    return HttpResponse(
        JSONRenderer().render(problem.body),
        status=404,
        content_type=problems.MEDIA_TYPE,
        headers={"Cache-Control": "no-store"},
    )
