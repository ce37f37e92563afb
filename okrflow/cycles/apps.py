from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "okrflow.cycles"
    label = "cycles"
    verbose_name = "cycles"

    def ready(self) -> None:
        from okrflow.cycles import receivers  # noqa: F401 - connects them
