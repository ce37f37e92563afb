from django.apps import AppConfig


class RhythmConfig(AppConfig):
    name = "okrflow.rhythm"
    label = "rhythm"
    verbose_name = "rhythm"
