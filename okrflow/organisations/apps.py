from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "okrflow.organisations"
    label = "organisations"
    verbose_name = "organisations"

    def ready(self) -> None:
        from okrflow.accounts.signals import deactivating
        from okrflow.organisations.services.members import keep_an_owner

        deactivating.connect(keep_an_owner, dispatch_uid="okrflow.organisations")
