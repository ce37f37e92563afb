from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "okrflow.cycles"
    label = "cycles"
    verbose_name = "cycles"
