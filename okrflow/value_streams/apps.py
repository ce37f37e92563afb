from django.apps import AppConfig


class ValueStreamsConfig(AppConfig):
    name = "okrflow.value_streams"
    label = "value_streams"
    verbose_name = "value streams"

    def ready(self) -> None:
        from okrflow.accounts.signals import deactivating
        from okrflow.organisations.signals import member_changing
        from okrflow.value_streams import receivers  # noqa: F401 - connects them
        from okrflow.value_streams.services.people import keep_a_lead, leave_streams

        member_changing.connect(leave_streams, dispatch_uid="okrflow.value_streams")
        deactivating.connect(keep_a_lead, dispatch_uid="okrflow.value_streams")
