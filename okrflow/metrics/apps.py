from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "okrflow.metrics"
    label = "metrics"
    verbose_name = "metrics"

    def ready(self) -> None:
        from okrflow.metrics import receivers  # noqa: F401 - connects them
