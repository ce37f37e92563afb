from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "okrflow.review"
    label = "review"
    verbose_name = "OKR review"

    def ready(self) -> None:
        from okrflow.review import panels, receivers  # noqa: F401 - connects them
