"""Addresses of OKRs in the API, below an organisation's."""

from django.urls import path

from okrflow.okrs.api import (
    arranging,
    check_ins,
    contributions,
    cycles,
    key_results,
    objectives,
    ownership,
    suggestions,
)

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
    path("objectives/<uuid:objective>/support", ownership.Support.as_view(), name="support"),
    path("objectives/<uuid:objective>/transfers", ownership.Transfers.as_view(), name="transfers"),
    path("transfers/<uuid:transfer>", ownership.OneTransfer.as_view(), name="transfer"),
    path("transfers/<uuid:transfer>/answer", ownership.TransferAnswer.as_view(), name="transfer_answer"),
    path("objectives/<uuid:objective>/duplicate", arranging.Duplicate.as_view(), name="duplicate"),
    path("objectives/<uuid:objective>/carry-over", arranging.CarryOver.as_view(), name="carry_over"),
    path("objectives/<uuid:objective>/rank", arranging.Rank.as_view(), name="rank"),
    path("objectives/<uuid:objective>/archive", arranging.Archive.as_view(), name="archive"),
    path("objectives/<uuid:objective>/restore", arranging.Restore.as_view(), name="restore"),
    path("objectives/<uuid:objective>/timeline", arranging.Timeline.as_view(), name="timeline"),
    path("objective-drafts", arranging.ObjectiveDrafts.as_view(), name="objective_drafts"),
    path("objective-drafts/<uuid:draft>", arranging.OneObjectiveDraft.as_view(), name="objective_draft"),
    path("key-results/<uuid:key_result>/move", arranging.MoveKeyResult.as_view(), name="move_key_result"),
    path(
        "key-results/<uuid:key_result>/retire", arranging.RetireKeyResult.as_view(), name="retire_key_result"
    ),
    path("key-results", key_results.KeyResults.as_view(), name="key_results"),
    path("key-results/<uuid:key_result>", key_results.OneKeyResult.as_view(), name="key_result"),
    path("key-results/<uuid:key_result>/check-ins", check_ins.CheckIns.as_view(), name="check_ins"),
    path(
        "key-results/<uuid:key_result>/check-ins/<uuid:check_in>",
        check_ins.OneCheckIn.as_view(),
        name="check_in",
    ),
    path(
        "key-results/<uuid:key_result>/check-in-requests",
        suggestions.CheckInRequests.as_view(),
        name="check_in_requests",
    ),
    path(
        "key-results/<uuid:key_result>/suggested-values",
        suggestions.SuggestedValuesOfKeyResult.as_view(),
        name="suggested_values",
    ),
    path(
        "suggested-values/<uuid:suggested_value>",
        suggestions.OneSuggestedValue.as_view(),
        name="suggested_value",
    ),
    path(
        "suggested-values/<uuid:suggested_value>/take",
        suggestions.TakeSuggestedValue.as_view(),
        name="take_suggested_value",
    ),
    path(
        "suggested-values/<uuid:suggested_value>/decline",
        suggestions.DeclineSuggestedValue.as_view(),
        name="decline_suggested_value",
    ),
    path("contributions", contributions.Contributions.as_view(), name="contributions"),
    path("contributions/<uuid:contribution>", contributions.OneContribution.as_view(), name="contribution"),
]
