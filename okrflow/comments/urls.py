"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.comments import views

app_name = "comments"
OBJECTIVE = "objectives/<uuid:objective>/comments/"
KEY_RESULT = "key-results/<uuid:key_result>/comments/"
CHECK_IN = "key-results/<uuid:key_result>/check-ins/<uuid:check_in>/comments/"
PROPOSAL = "proposals/<uuid:proposal>/comments/"
urlpatterns = [
    path(OBJECTIVE, views.comments, name="of_objective"),
    path(OBJECTIVE + "seen/", views.seen, name="seen_of_objective"),
    path(KEY_RESULT, views.comments, name="of_key_result"),
    path(KEY_RESULT + "seen/", views.seen, name="seen_of_key_result"),
    path(CHECK_IN, views.comments, name="of_check_in"),
    path(CHECK_IN + "seen/", views.seen, name="seen_of_check_in"),
    path(PROPOSAL, views.comments, name="of_proposal"),
    path(PROPOSAL + "seen/", views.seen, name="seen_of_proposal"),
    path("comments/<uuid:comment>/edit/", views.edit, name="edit"),
    path("comments/<uuid:comment>/delete/", views.delete, name="delete"),
]
