"""What the tests of the admin share."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests.people import Cast, cast, person


@dataclass(frozen=True)
class Operator:
    """Root, a superuser who belongs to no organisation, in a browser."""

    client: Client

    def path(self, model: type[Model], page: str, *args: object) -> str:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)

    def list(self, model: type[Model], query: str = "") -> Any:
        return self.client.get(self.path(model, "changelist") + query)

    def add(self, model: type[Model], **fields: object) -> Any:
        return self.client.post(self.path(model, "add"), fields)

    def change(self, row: Model, **fields: object) -> Any:
        return self.client.post(self.path(type(row), "change", row.pk), fields)

    def act(self, action: str, *rows: Model) -> Any:
        chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
        return self.client.post(self.path(type(rows[0]), "changelist"), chosen, follow=True)


@pytest.fixture
def root(db: None) -> Operator:
    user = person("Root")
    user.is_staff = user.is_superuser = True
    user.save()
    client = Client()
    client.force_login(user)
    return Operator(client)


@pytest.fixture
def northwind(db: None) -> Cast:
    return cast()
