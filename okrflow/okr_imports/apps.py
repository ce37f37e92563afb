from django.apps import AppConfig


class OkrImportsConfig(AppConfig):
    name = "okrflow.okr_imports"
    label = "okr_imports"
    verbose_name = "imports of OKRs"

    def ready(self) -> None:
        from okrflow.okr_imports import receivers  # noqa: F401 - connects them
