from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "okrflow.accounts"
    label = "accounts"
    verbose_name = "people"
