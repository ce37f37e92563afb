from django.apps import AppConfig


class RhythmConfig(AppConfig):
    name = "okrflow.rhythm"
    label = "rhythm"
    verbose_name = "rhythm"

    def ready(self) -> None:
        from okrflow.rhythm import receivers  # noqa: F401 - connects them
