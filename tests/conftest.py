"""What all tests share."""

from pathlib import Path

import pytest

from okrflow.celery import app as celery_app
from tests import needs

celery_app.set_default()  # so that tasks are queued where a test's worker would look for them


@pytest.fixture(scope="session")
def chromium() -> str:
    return needs.chromium()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    return needs.shared_data()
