from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "okrflow.comments"
    label = "comments"
    verbose_name = "comments"
