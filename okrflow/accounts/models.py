"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from okrflow.web.models import Identified, Timestamped


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(Identified, AbstractBaseUser, PermissionsMixin):
    """A person, known by a mail address; what they may do is said by memberships of organisations."""

    email = models.EmailField(
        "mail address", error_messages={"unique": "Somebody signs in with this address already."}
    )
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, blank=True, help_text="Empty: the browser's.")
    is_staff = models.BooleanField("may use the admin panel", default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_mail_address")]

    def __str__(self) -> str:
        return self.name or self.email


class Mail(Timestamped):
    """A mail that was not sent anywhere but kept for the mailbox page (demo and development)."""

    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="mail_newest")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
