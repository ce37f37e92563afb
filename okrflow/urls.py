"""All addresses."""

from django.contrib import admin
from django.urls import include, path, re_path

from okrflow.api.pages import nothing_here

handler403 = "okrflow.web.views.not_yours"

API_APPS = (
    "value_streams",
    "work_items",
    "metrics",
    "okrs",
    "plans",
    "what_if",
    "experiments",
    "proposals",
    "impediments",
    "comments",
    "review",
    "analysis",
    "cycles",
    "rhythm",
    "jobs",
    "integrations",
    "okr_imports",
)

urlpatterns = [
    path("", include("okrflow.web.urls")),
    path("", include("okrflow.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("okrflow.organisations.urls")),
    path("", include("okrflow.rhythm.mail_urls")),
    path("o/<slug:organisation>/", include("okrflow.value_streams.urls")),
    path("o/<slug:organisation>/", include("okrflow.work_items.urls")),
    # behind streams/new/, which would be a stream called "new" to it
    path("o/<slug:organisation>/", include("okrflow.progress.urls")),
    path("o/<slug:organisation>/", include("okrflow.metrics.urls")),
    path("o/<slug:organisation>/", include("okrflow.okrs.urls")),
    path("o/<slug:organisation>/", include("okrflow.plans.urls")),
    path("o/<slug:organisation>/", include("okrflow.what_if.urls")),
    path("o/<slug:organisation>/", include("okrflow.experiments.urls")),
    path("o/<slug:organisation>/", include("okrflow.proposals.urls")),
    path("o/<slug:organisation>/", include("okrflow.impediments.urls")),
    path("o/<slug:organisation>/", include("okrflow.comments.urls")),
    path("o/<slug:organisation>/", include("okrflow.review.urls")),
    path("o/<slug:organisation>/", include("okrflow.analysis.urls")),
    path("o/<slug:organisation>/", include("okrflow.cycles.urls")),
    path("o/<slug:organisation>/", include("okrflow.rhythm.urls")),
    path("o/<slug:organisation>/", include("okrflow.integrations.urls")),
    path("o/<slug:organisation>/", include("okrflow.okr_imports.urls")),
    path("o/<slug:organisation>/", include("okrflow.jobs.urls")),
    path("api/v1/", include("okrflow.api.urls")),
    *(
        path("api/v1/organisations/<slug:organisation>/", include(f"okrflow.{app}.api_urls"))
        for app in API_APPS
    ),
    re_path(r"^api/", nothing_here),
    path("admin/", admin.site.urls),
]
