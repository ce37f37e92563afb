"""Telling how far a long computation is."""

from collections.abc import Callable

Report = Callable[[float], None]
"""Hears of the progress, 0 to 1; it may raise to give up."""


class Progress:
    """Steps on the way to `total`, which some ways do not need all of."""

    __slots__ = ("_done", "_report", "_total")

    def __init__(self, report: Report | None, total: int) -> None:
        """Without anybody to report to nothing is said."""
        self._report, self._total, self._done = report, total, 0

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._report is not None:
            self._report(self._done / self._total)
