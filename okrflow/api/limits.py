"""How often one may ask: requests a minute for each token or person, wrong tokens for each client address."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.cache import cache

from okrflow.api.problems import Problem

WINDOW_SECONDS: Final = 60
logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """How much of a minute's allowance is used."""

    limit: int
    used: int
    reset_seconds: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.reset_seconds),
        }


def spend(who: str) -> Allowance:
    """Count one request of that token or person. Raises Problem (429) beyond the allowance."""
    limit: int = settings.API_REQUESTS_PER_MINUTE
    allowance = Allowance(limit=limit, used=_count(f"api:{who}", add=1), reset_seconds=_reset())
    if allowance.used > limit:
        raise _too_many(f"More than {limit} requests a minute.", allowance.headers)
    return allowance


def require_few_wrong_tokens(network: str, hashed: str) -> None:
    """Raise Problem (429) to an address that has tried too many unknown tokens this minute.

    A token that worked from there within the hour still does: nobody is locked out by a neighbour's guesses.
    """
    limit: int = settings.API_WRONG_TOKENS_PER_MINUTE
    if _count(f"api-wrong:{network}", add=0) >= limit and not _known(network, hashed):
        raise _too_many("Too many wrong tokens from this address.", {})


def note_wrong_token(network: str) -> None:
    _count(f"api-wrong:{network}", add=1)


def note_good_token(network: str, hashed: str) -> None:
    with _without_cache():
        cache.set(f"api-good:{network}:{hashed}", True, timeout=3600)


def _known(network: str, hashed: str) -> bool:
    with _without_cache():
        return bool(cache.get(f"api-good:{network}:{hashed}"))
    return True


@contextmanager
def _without_cache() -> Iterator[None]:
    """Without the cache nobody is limited: it never stops the work."""
    try:
        yield
    except Exception:
        logger.warning("The cache that counts requests can't be reached", exc_info=True)


def _count(name: str, *, add: int) -> int:
    """The count of the present minute."""
    key = f"{name}:{int(time.time()) // WINDOW_SECONDS}"
    with _without_cache():
        if not add:
            return int(cache.get(key, 0))
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        return cache.incr(key, add)
    return 0


def _reset() -> int:
    return WINDOW_SECONDS - int(time.time()) % WINDOW_SECONDS


def _too_many(detail: str, headers: dict[str, str]) -> Problem:
    wait = str(_reset())
    return Problem(
        429, "too_many_requests", f"{detail} Wait {wait} seconds.", headers=headers | {"Retry-After": wait}
    )
