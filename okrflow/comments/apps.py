from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "okrflow.comments"
    label = "comments"
    verbose_name = "comments"

    def ready(self) -> None:
        from okrflow.comments import receivers  # noqa: F401 - connects them
