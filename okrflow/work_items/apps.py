from django.apps import AppConfig


class WorkItemsConfig(AppConfig):
    name = "okrflow.work_items"
    label = "work_items"
    verbose_name = "work items"

    def ready(self) -> None:
        from okrflow.work_items import receivers  # noqa: F401 - connects them
