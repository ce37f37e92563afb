"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.what_if import views

app_name = "what_if"
urlpatterns = [
    path("streams/<slug:stream>/what-if/", views.question, name="question"),
    path("streams/<slug:stream>/what-if/<uuid:uuid>/", views.answer, name="answer"),
    path("streams/<slug:stream>/what-if/<uuid:uuid>/again/", views.again, name="again"),
    path("streams/<slug:stream>/what-if/<uuid:uuid>/delete/", views.delete, name="delete"),
]
