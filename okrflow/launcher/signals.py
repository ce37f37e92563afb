"""Waiting that ends early: at Ctrl-C or SIGTERM, and at the death of a child."""

import os
import select
import signal
import time
from types import FrameType

from okrflow.launcher.trouble import Stopped

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# make passes on what the terminal has sent already: the same wish, not a second one
SAME_WISH_SECONDS = 1.0


class Signals:
    """Notes what arrives and wakes up whoever waits; nothing is raised in the middle of other work."""

    def __init__(self) -> None:
        self.stop_requested = False
        self.in_a_hurry = False
        self._asked = 0.0
        self._reader, writer = os.pipe()
        for end in (self._reader, writer):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in STOPPING:
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if self.stop_requested and now - self._asked > SAME_WISH_SECONDS:
            self.in_a_hurry = True
        if not self.stop_requested:
            self.stop_requested, self._asked = True, now

    def wait(self, seconds: float) -> None:
        """Wait, at most so long, for a signal of any kind."""
        if select.select([self._reader], [], [], seconds)[0]:
            os.read(self._reader, 4096)

    def pause(self, seconds: float) -> None:
        """Wait during the set-up, which a wish to stop ends."""
        self.wait(seconds)
        if self.stop_requested:
            raise Stopped
