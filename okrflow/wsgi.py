"""The WSGI application that granian serves."""

from django.core.wsgi import get_wsgi_application

from okrflow.celery import app as celery_app

celery_app.set_default()  # this process queues tasks, too
application = get_wsgi_application()
