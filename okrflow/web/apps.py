from importlib import import_module

from celery.signals import heartbeat_sent, worker_ready
from django.apps import AppConfig
from django_structlog import signals as log_signals


class WebConfig(AppConfig):
    name = "okrflow.web"
    label = "web"

    def ready(self) -> None:
        from okrflow.web import health, logs, wording

        wording.reword_required()
        # Every process that has Django, not only a worker, must know which broker tasks are sent to.
        import_module("okrflow.celery")

        heartbeat_sent.connect(health.note_worker, dispatch_uid="okrflow.web")
        worker_ready.connect(health.note_worker, dispatch_uid="okrflow.web")
        for signal in (
            log_signals.bind_extra_request_metadata,
            log_signals.bind_extra_request_finished_metadata,
            log_signals.bind_extra_request_failed_metadata,
        ):
            signal.connect(logs.mask_request, dispatch_uid="okrflow.web")
