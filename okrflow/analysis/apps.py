from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "okrflow.analysis"
    label = "analysis"
    verbose_name = "analysis of flow"

    def ready(self) -> None:
        from okrflow.analysis import stored

        stored.register()
