from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "okrflow.progress"
    label = "progress"

    def ready(self) -> None:
        from okrflow.progress import receivers  # noqa: F401 - connects them
