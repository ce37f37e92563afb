"""What the API itself remembers: calls that may come again."""

from django.conf import settings
from django.db import models

from okrflow.organisations.models import ApiToken, Organisation


class IdempotentCall(models.Model):
    """A POST with an `Idempotency-Key` and, once it is known, its answer. In flight: `status` is empty."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    token = models.ForeignKey(ApiToken, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=500)
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    claim = models.UUIDField(help_text="The attempt that works on it")
    claimed_at = models.DateTimeField()
    created_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "token", "user", "method", "path", "key"],
                nulls_distinct=False,
                name="idempotent_call_once",
            ),
            models.CheckConstraint(
                condition=models.Q(token=None, user__isnull=False) | models.Q(token__isnull=False, user=None),
                name="idempotent_call_has_one_caller",
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotent_calls_by_age")]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
