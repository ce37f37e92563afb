from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "okrflow.integrations"
    label = "integrations"
    verbose_name = "imports"

    def ready(self) -> None:
        from okrflow.integrations import receivers  # noqa: F401 - connects them
