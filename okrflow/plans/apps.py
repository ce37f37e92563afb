from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "okrflow.plans"
    label = "plans"
    verbose_name = "plans"
