from django.apps import AppConfig


class ImpedimentsConfig(AppConfig):
    name = "okrflow.impediments"
    label = "impediments"
    verbose_name = "impediments"
