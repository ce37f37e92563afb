from django.apps import AppConfig


class OkrsConfig(AppConfig):
    name = "okrflow.okrs"
    label = "okrs"
    verbose_name = "OKRs"

    def ready(self) -> None:
        from okrflow.okrs import owning, receivers  # noqa: F401 - connects them
