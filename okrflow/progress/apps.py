from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "okrflow.progress"
    label = "progress"
    verbose_name = "progress pages"

    def ready(self) -> None:
        from okrflow.progress import receivers  # noqa: F401 - connects them
