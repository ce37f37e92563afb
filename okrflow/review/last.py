"""The last snapshot of an organisation, kept for the form: what changes as one types is only the objective itself."""

import threading
from collections import OrderedDict
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.core.cache import cache

from okrflow.organisations.models import Organisation
from okrflow.review.reading import snapshot_of
from okrflow.review.snapshot import Snapshot

KEPT_SECONDS: Final = 86_400
HELD: Final = 8
"""So many organisations' snapshots are held unpacked by a process: unpacking a large one takes longer than the review."""
_held: "OrderedDict[int, tuple[str, Snapshot]]" = OrderedDict()
_lock: Final = threading.Lock()


def keep(organisation: Organisation, snapshot: Snapshot) -> None:
    """From now on it is the last one. Written before its version, so that a version is never without it."""
    version = uuid4().hex
    cache.set(_key(organisation, version), snapshot, KEPT_SECONDS)
    cache.set(_key(organisation, "version"), version, KEPT_SECONDS)


def last_snapshot(organisation: Organisation, *, cycle: UUID, stream: UUID | None, now: datetime) -> Snapshot:
    """The last one; read now where there is none, or where it is older than the cycle or the stream."""
    found = _last(organisation)
    if found is None or not found.knows(cycle=cycle, stream=stream):
        found = snapshot_of(organisation, now=now)
        keep(organisation, found)
    return found


def _last(organisation: Organisation) -> Snapshot | None:
    """Held by this process, or unpacked and held from now on."""
    version = cache.get(_key(organisation, "version"))
    with _lock:
        held = _held.get(organisation.pk)
    if held is not None and held[0] == version:
        return held[1]
    found: Snapshot | None = cache.get(_key(organisation, version)) if version else None
    if found is not None:
        _hold(organisation.pk, version, found)
    return found


def _hold(pk: int, version: str, snapshot: Snapshot) -> None:
    with _lock:
        _held[pk] = (version, snapshot)
        _held.move_to_end(pk)
        while len(_held) > HELD:
            _held.popitem(last=False)


def _key(organisation: Organisation, part: str) -> str:
    return f"review-snapshot-{organisation.pk}-{part}"
