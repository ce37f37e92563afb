from django.apps import AppConfig


class OkrsConfig(AppConfig):
    name = "okrflow.okrs"
    label = "okrs"
    verbose_name = "OKRs"
