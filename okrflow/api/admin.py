"""What the API remembers, in the admin: which calls were made, never what was sent or answered."""

from django.contrib import admin

from okrflow.api.models import IdempotentCall
from okrflow.web.admin import ReadOnly


@admin.register(IdempotentCall)
class IdempotentCallAdmin(ReadOnly):
    list_display = ("created_at", "organisation", "method", "path", "status", "user", "token")
    list_select_related = ("organisation", "user", "token")
    search_fields = ("path__startswith",)
    ordering = ("-created_at", "-pk")
    fields = (*list_display, "claimed_at")
