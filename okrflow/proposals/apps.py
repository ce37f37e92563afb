from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "okrflow.proposals"
    label = "proposals"
    verbose_name = "proposals"
