"""Whether a stream has history enough for figures of its flow to be relied on (BN4)."""

from math import ceil

from okrflow.review.snapshot import Snapshot, Stream


def is_enough(snapshot: Snapshot, stream: Stream) -> bool:
    limits, finished = snapshot.thresholds, stream.finished
    return finished.items >= limits.history_items and finished.days(snapshot.today) >= limits.history_days


def why_not(snapshot: Snapshot, stream: Stream) -> str:
    """What is said of a check that this silences."""
    limits = snapshot.thresholds
    return (
        f"{stream.name} has too little history: fewer than {limits.history_items:g} finished items "
        f"or {limits.history_days:g} days."
    )


def days_to_wait(snapshot: Snapshot, stream: Stream) -> int | None:
    """Until there is enough, if it goes on as it did; None while nothing can be told from."""
    finished, limits = stream.finished, snapshot.thresholds
    passed = finished.days(snapshot.today)
    if not finished.items or not passed:
        return None
    for_items = (limits.history_items - finished.items) * passed / finished.items
    return ceil(max(for_items, limits.history_days - passed, 1))
