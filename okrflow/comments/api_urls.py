"""Addresses of comments in the API, below an organisation's."""

from django.urls import path

from okrflow.comments import api

app_name = "comments_api"
urlpatterns = [
    path("comments", api.Comments.as_view(), name="list"),
    path("comments/mentionable", api.Mentionable.as_view(), name="mentionable"),
    path("comments/<uuid:comment>", api.OneComment.as_view(), name="one"),
]
