from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    name = "okrflow.experiments"
    label = "experiments"
    verbose_name = "experiments"

    def ready(self) -> None:
        from okrflow.experiments import receivers  # noqa: F401 - connects them
