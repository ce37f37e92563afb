from django.apps import AppConfig


class ImpedimentsConfig(AppConfig):
    name = "okrflow.impediments"
    label = "impediments"
    verbose_name = "impediments"

    def ready(self) -> None:
        from okrflow.impediments import receivers  # noqa: F401 - connects them
