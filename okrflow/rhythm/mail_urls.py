"""Where the links of mails lead."""

from django.urls import path

from okrflow.rhythm.views import links

app_name = "mails"
urlpatterns = [
    path("check-in/<str:token>/", links.check_in, name="check_in"),
    path("unsubscribe/<str:token>/", links.unsubscribe, name="unsubscribe"),
]
