"""Addresses of this app."""

from django.urls import path

from okrflow.okrs.views import cycles, editor, key_results, objectives

app_name = "okrs"
urlpatterns = [
    path("cycles/", cycles.cycle_list, name="cycles"),
    path("cycles/new/", cycles.edit, name="cycle_new"),
    path("cycles/<slug:cycle>/edit/", cycles.edit, name="cycle_edit"),
    path("objectives/", objectives.objective_list, name="objectives"),
    path("objectives/new/", editor.new, name="objective_new"),
    path("objectives/<uuid:objective>/", objectives.detail, name="objective"),
    path("objectives/<uuid:objective>/edit/", editor.edit, name="objective_edit"),
    path("objectives/<uuid:objective>/publish/", objectives.publish, name="objective_publish"),
    path("objectives/<uuid:objective>/delete/", objectives.delete, name="objective_delete"),
    path("k/<str:key>/", objectives.by_key, name="by_key"),
    path("streams/<slug:stream>/okrs/", objectives.of_stream, name="of_stream"),
    path("key-results/<uuid:key_result>/", key_results.detail, name="key_result"),
    path("key-results/<uuid:key_result>/check-in/", key_results.say, name="check_in"),
    path("key-results/<uuid:key_result>/check-ins/", key_results.history, name="check_ins"),
    path("key-results/<uuid:key_result>/confirm-baseline/", key_results.confirm, name="confirm_baseline"),
]
