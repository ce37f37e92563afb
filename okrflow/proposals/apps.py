from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "okrflow.proposals"
    label = "proposals"
    verbose_name = "proposals"

    def ready(self) -> None:
        from okrflow.proposals import receivers  # noqa: F401 - connects them
