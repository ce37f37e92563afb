"""Windows in which an objective is written: what a saved one was still keeping comes too late, and is no draft any more."""

import logging
from typing import Final
from uuid import uuid4

from django.core.cache import cache
from django.http import QueryDict

KNOWN_FOR: Final = 3600
"""Seconds; whatever is on its way longer than that is lost."""
LENGTH: Final = 32
logger = logging.getLogger(__name__)


def new_window() -> str:
    """A name for a form that is just opened."""
    return uuid4().hex


def window_of(data: QueryDict) -> str:
    """The name that a form was sent with; empty for none, which is never known as saved."""
    sent = data.get("window", "")
    return sent if len(sent) == LENGTH and sent.isascii() and sent.isalnum() else ""


def remember_saved(window: str) -> None:
    """From now on nothing is kept for this window."""
    if not window:
        return
    try:
        cache.set(_key(window), True, KNOWN_FOR)
    except (
        Exception
    ):  # whichever cache it is: at worst a draft is left over, which its author sees and throws away
        logger.warning("The cache of saved windows can't be reached", exc_info=True)


def was_saved(window: str) -> bool:
    """Whether a form of this name was sent to be saved within the last hour."""
    try:
        return bool(window) and bool(cache.get(_key(window), False))
    except Exception:
        logger.warning("The cache of saved windows can't be reached", exc_info=True)
        return False


def _key(window: str) -> str:
    return f"saved-window:{window}"
