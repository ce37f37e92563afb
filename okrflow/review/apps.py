from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "okrflow.review"
    label = "review"
    verbose_name = "OKR review"
