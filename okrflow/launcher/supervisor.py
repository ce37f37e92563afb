"""Keeps the children running, and stops them in order."""

import time
from collections import deque
from dataclasses import dataclass, field

from okrflow.launcher.console import complain
from okrflow.launcher.processes import Child, Program
from okrflow.launcher.signals import Signals

MOST_DEATHS = 5
WITHIN_SECONDS = 60.0
FIRST_PAUSE_SECONDS = 0.2


@dataclass
class Supervised:
    """One child, how often it has died lately, and when it is to be started again."""

    child: Child
    deaths: deque[float] = field(default_factory=deque)
    again_at: float | None = None

    def note_death(self, now: float) -> None:
        """Plan the next start, later each time; give up on a child that dies again and again."""
        self.deaths.append(now)
        while now - self.deaths[0] > WITHIN_SECONDS:
            self.deaths.popleft()
        if len(self.deaths) > MOST_DEATHS:
            raise self.child.failure()
        self.again_at = now + FIRST_PAUSE_SECONDS * 2 ** (len(self.deaths) - 1)
        program = self.child.program
        complain(
            f"{program.name} ended with {self.child.how_it_ended()} (see {program.log}); starting it again"
        )


class Supervisor:
    """The children in the order in which they were started."""

    def __init__(self, signals: Signals) -> None:
        self._signals = signals
        self._all: list[Supervised] = []

    def adopt(self, child: Child) -> None:
        self._all.append(Supervised(child))

    def start(self, program: Program) -> None:
        self.adopt(Child(program))

    def refuse_deaths(self) -> None:
        """During the start nobody is restarted: raise what the first dead child said."""
        for supervised in self._all:
            if not supervised.child.is_running():
                raise supervised.child.failure()

    def watch(self) -> None:
        """Restart who dies, until somebody asks to stop."""
        while not self._signals.stop_requested:
            now = time.monotonic()
            for supervised in self._all:
                self._look_after(supervised, now)
            waiting = [each.again_at for each in self._all if each.again_at is not None]
            self._signals.wait(max(0.0, min(waiting) - now) if waiting else 60.0)

    def _look_after(self, supervised: Supervised, now: float) -> None:
        if supervised.again_at is None:
            if not supervised.child.is_running():
                supervised.note_death(now)
        elif now >= supervised.again_at:
            supervised.again_at = None
            supervised.child = Child(supervised.child.program)

    def stop(self) -> None:
        """Stop the last started first, each completely before the next; at once if somebody asks twice."""
        while self._all:
            child = self._all.pop().child
            deadline = time.monotonic() + child.program.patience
            child.ask_to_stop()
            while child.is_running() and not self._signals.in_a_hurry and time.monotonic() < deadline:
                self._signals.wait(0.2)
            child.stop(patience=2 if child.program.name == "PostgreSQL" else 0)
