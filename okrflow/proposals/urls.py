"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.proposals.views import answering, reading, writing

app_name = "proposals"
BASE = "proposals/"
ONE = BASE + "<uuid:proposal>/"
urlpatterns = [
    path(BASE, reading.proposals, name="list"),
    path(BASE + "new/", writing.new, name="new"),
    path(ONE, reading.detail, name="detail"),
    path(ONE + "edit/", writing.edit, name="edit"),
    path(ONE + "accept/", answering.accept, name="accept"),
    path(ONE + "decline/", answering.decline, name="decline"),
    path(ONE + "withdraw/", answering.withdraw, name="withdraw"),
]
