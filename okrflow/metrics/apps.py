from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "okrflow.metrics"
    label = "metrics"
    verbose_name = "metrics"
