from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    name = "okrflow.experiments"
    label = "experiments"
    verbose_name = "experiments"
