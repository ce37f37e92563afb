from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "okrflow.demo"
    label = "demo"
