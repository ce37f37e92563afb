"""Addresses of OKRs in the API, below an organisation's."""

from django.urls import path

from okrflow.okrs.api import check_ins, cycles, key_results, objectives

app_name = "okrs_api"
urlpatterns = [
    path("cycles", cycles.Cycles.as_view(), name="cycles"),
    path("cycles/<slug:cycle>", cycles.OneCycle.as_view(), name="cycle"),
    path("objectives", objectives.Objectives.as_view(), name="objectives"),
    path("objectives/<uuid:objective>", objectives.OneObjective.as_view(), name="objective"),
    path("objectives/<uuid:objective>/publish", objectives.Publish.as_view(), name="publish"),
    path(
        "objectives/<uuid:objective>/key-results",
        key_results.KeyResultsOfObjective.as_view(),
        name="key_results_of",
    ),
    path("key-results", key_results.KeyResults.as_view(), name="key_results"),
    path("key-results/<uuid:key_result>", key_results.OneKeyResult.as_view(), name="key_result"),
    path("key-results/<uuid:key_result>/check-ins", check_ins.CheckIns.as_view(), name="check_ins"),
    path(
        "key-results/<uuid:key_result>/check-ins/<uuid:check_in>",
        check_ins.OneCheckIn.as_view(),
        name="check_in",
    ),
]
