"""Health, help, errors, and what every page carries."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from okrflow.web import health, views
from okrflow.web.logs import mask
from tests import people

pytestmark = pytest.mark.django_db


def test_healthz_asks_nothing(client: Client) -> None:
    assert client.get("/healthz").json() == {"ok": True}


def test_readyz_names_the_part_that_is_missing(client: Client) -> None:
    cache.delete(health.WORKER_KEY)

    response = client.get("/readyz")

    assert response.status_code == 503
    parts = response.json()["parts"]
    assert [name for name, part in parts.items() if not part["ok"]] == ["worker"]


def test_readyz_is_200_once_a_worker_gave_a_sign_of_life(client: Client) -> None:
    health.note_worker()

    assert client.get("/readyz").status_code == 200


def test_readyz_says_nothing_of_addresses(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise OSError("could not connect to 10.1.2.3 as okrflow with secret")

    monkeypatch.setitem(health.PARTS, "database", broken)

    assert client.get("/readyz").json()["parts"]["database"] == {"ok": False, "detail": "OSError"}


def test_figures_for_operators_need_a_superuser_or_the_token(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "METRICS_TOKEN", "t0ken")

    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer t0ken"}).status_code == 200


def test_no_token_set_is_no_open_door(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "METRICS_TOKEN", "")

    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403


def test_help_has_an_anchor_for_each_figure(client: Client) -> None:
    html = client.get("/help/how-we-count/").content.decode()

    for anchor in (
        "flow-velocity",
        "flow-time",
        "flow-efficiency",
        "flow-load",
        "flow-distribution",
        "bottleneck",
    ):
        assert f'id="{anchor}"' in html
    assert html.count('<tr id="case-') == 33


@pytest.mark.parametrize("path", ["/nowhere/", "/o/nowhere/settings/"])
def test_an_unknown_address_is_404_for_a_member(path: str) -> None:
    response = people.cast().client("ada").get(path)

    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_a_refusal_says_whom_to_ask() -> None:
    response = people.cast().client("vic").get("/o/northwind/settings/invitations/")

    assert response.status_code == 403
    html = response.content.decode()
    assert "Ask an owner of Northwind" in html
    assert 'aria-label="Northwind"' in html, "the shell stays"


def test_tokens_in_addresses_do_not_reach_the_log() -> None:
    line = "GET /accounts/login/?next=/invitations/s3cret/"

    assert mask(line) == "GET /accounts/login/?next=/invitations/…/"
    assert mask("GET /p/s3cret?x=1") == "GET /p/…?x=1"
    assert mask("GET /o/northwind/") == "GET /o/northwind/"


def test_no_template_has_inline_style_or_script() -> None:
    """The content security policy would refuse them."""
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        html = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", html), path
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", html), path


def test_the_policy_is_strict(client: Client) -> None:
    policy = client.get("/help/").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
