"""Addresses of impediments in the API, below an organisation's."""

from django.urls import path

from okrflow.impediments.api import views

app_name = "impediments_api"
ONE = "impediments/<uuid:impediment>"
urlpatterns = [
    path("impediments", views.Impediments.as_view(), name="list"),
    path(ONE, views.OneImpediment.as_view(), name="one"),
    path(f"{ONE}/answer", views.Answer.as_view(), name="answer"),
    path(f"{ONE}/address", views.Address.as_view(), name="address"),
    path(f"{ONE}/close", views.Close.as_view(), name="close"),
]
