"""Lines of progress: one for each step, with what came of it and how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(line: str) -> None:
    print(line, flush=True)


def complain(line: str) -> None:
    print(f"okrflow: {line}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str, *, result: str = "ready", own_lines: bool = False) -> Iterator[None]:
    """Print `title … result 0.4 s`; with `own_lines` the step writes lines in between."""
    began = time.monotonic()
    print(f"{title} … ", end="\n" if own_lines else "", flush=True)
    try:
        yield
    except BaseException:
        print(f"{title}: not done" if own_lines else "not done", flush=True)
        raise
    prefix = f"{title}: " if own_lines else ""
    say(f"{prefix}{result} {time.monotonic() - began:.1f} s")
