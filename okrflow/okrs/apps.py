from django.apps import AppConfig


class OkrsConfig(AppConfig):
    name = "okrflow.okrs"
    label = "okrs"
