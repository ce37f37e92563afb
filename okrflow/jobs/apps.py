from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "okrflow.jobs"
    label = "jobs"
    verbose_name = "jobs"
