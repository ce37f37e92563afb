"""When the cycle is over, and browsers."""

import re
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from tests.metrics.northwind import Northwind

OVER = datetime(2026, 10, 3, 12, tzinfo=UTC)
ROOT = "/o/northwind/"
API = "/api/v1/organisations/northwind/"


def client(nw: Northwind, name: str) -> Client:
    browser = Client()
    browser.force_login(getattr(nw, name))
    return browser


def content(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode().replace("\u202f", " ").replace("\u00a0", " "))
