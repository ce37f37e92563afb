from django.apps import AppConfig


class OkrImportsConfig(AppConfig):
    name = "okrflow.okr_imports"
    label = "okr_imports"
    verbose_name = "OKR imports"
