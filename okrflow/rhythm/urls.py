"""Addresses of this app, below an organisation's."""

from django.urls import path

from okrflow.rhythm.views import inbox, weekly

app_name = "rhythm"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("notifications/", inbox.notifications, name="notifications"),
    path("notifications/digest/", inbox.mail_digest, name="mail_digest"),
    path("streams/<slug:stream>/check-in/", weekly.check_in, name="check_in"),
    path("streams/<slug:stream>/check-in/summaries/", weekly.summaries, name="summaries"),
    path("streams/<slug:stream>/check-in/<uuid:summary>/", weekly.summary, name="summary"),
]
