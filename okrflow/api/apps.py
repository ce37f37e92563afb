from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "okrflow.api"
    label = "api"
    verbose_name = "API"
