"""What all tests share."""

from okrflow.celery import app as celery_app

celery_app.set_default()  # so that tasks are queued where a test's worker would look for them
