"""Every model is in the admin, readable however many rows there are, and keeps its secrets."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import checks
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from okrflow.web.admin import ReadOnly
from tests.admin.conftest import Operator
from tests.admin.rows import SECRET, grow

OURS = [model for model in apps.get_models() if model.__module__.startswith("okrflow.")]
REGISTERED = list(admin.site._registry)


def named(model: type[Model]) -> str:
    return model._meta.label


def test_every_model_of_okrflow_is_registered() -> None:
    assert [named(model) for model in OURS if model not in REGISTERED] == []


def test_django_finds_no_fault_with_them() -> None:
    assert checks.run_checks(tags=["admin"]) == []


@pytest.mark.django_db
def test_no_list_asks_more_for_more_rows(root: Operator) -> None:
    asked: dict[str, list[int]] = {}
    root.client.get("/admin/")  # what the first request of a session writes is not counted
    for first, end in ((0, 3), (3, 60)):
        grow(first, end)
        for model in REGISTERED:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = root.list(model)
            assert response.status_code == 200, model
            assert len(response.context["cl"].result_list) >= min(end, 50), model
            asked.setdefault(named(model), []).append(len(queries))

    assert {name: counts for name, counts in asked.items() if counts[0] != counts[1]} == {}
    assert max(count for counts in asked.values() for count in counts) <= 12


@pytest.mark.django_db
def test_every_page_of_a_row_opens_and_shows_no_secret(root: Operator) -> None:
    grow(0, 2)
    for model in REGISTERED:
        row = admin.site._registry[model].get_queryset(root.client.get("/admin/").wsgi_request).first()
        assert row is not None, model
        for page in (root.list(model), root.client.get(root.path(model, "change", row.pk))):
            assert page.status_code == 200, model
            assert SECRET not in page.content.decode(), model
            assert "md5$" not in page.content.decode(), model


@pytest.mark.django_db
def test_searching_finds_and_bears_anything(root: Operator) -> None:
    grow(0, 2)
    for model in REGISTERED:
        if admin.site._registry[model].search_fields:
            for term in ("P-1", "12", "²"):
                assert root.list(model, f"?q={term}").status_code == 200, (model, term)


@pytest.mark.django_db
def test_what_is_read_only_has_no_forms(root: Operator) -> None:
    grow(0, 1)
    for model, panel in admin.site._registry.items():
        if not isinstance(panel, ReadOnly):
            continue
        row = model._default_manager.first()
        assert row is not None
        assert root.change(row).status_code == 403, model
        assert b'name="_save"' not in root.client.get(root.path(model, "change", row.pk)).content, model


@pytest.mark.django_db
def test_every_form_to_add_opens(root: Operator) -> None:
    for model, panel in admin.site._registry.items():
        response = root.client.get(root.path(model, "add"))
        assert response.status_code == (200 if panel.has_add_permission(response.wsgi_request) else 403), (
            model
        )
