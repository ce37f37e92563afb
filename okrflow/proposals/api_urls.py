"""Addresses of proposals in the API, below an organisation's."""

from django.urls import path

from okrflow.proposals.api import answering, views

app_name = "proposals_api"
ONE = "proposals/<uuid:proposal>"
urlpatterns = [
    path("proposals", views.Proposals.as_view(), name="list"),
    path(ONE, views.OneProposal.as_view(), name="one"),
    path(f"{ONE}/versions", views.Versions.as_view(), name="versions"),
    path(f"{ONE}/accept", answering.Accept.as_view(), name="accept"),
    path(f"{ONE}/decline", answering.Decline.as_view(), name="decline"),
    path(f"{ONE}/withdraw", answering.Withdraw.as_view(), name="withdraw"),
]
