from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "okrflow.integrations"
    label = "integrations"
    verbose_name = "imports"
