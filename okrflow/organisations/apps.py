from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "okrflow.organisations"
    label = "organisations"
    verbose_name = "organisations"
