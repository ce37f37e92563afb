"""How long a what-if takes, in seconds of one core and as a multiple of one pass of plain simpy over the same line.

    .venv/bin/python -m tests.benchmarks.what_if [--items 3000] [--replications 200]

Four stages with places, each with a line in front, over 180 days: eight stages in all, the third nearly always busy.
"""

import argparse
import time

import numpy as np

from okrflow.flow.what_if import Change, LoadLimit, Places, fit, simulate
from tests.flow.planted import Station, plant, working

DAYS = 180
AT_MOST = 20
"""Seconds for today and one scenario."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=3000)
    parser.add_argument("--replications", type=int, default=200)
    options = parser.parse_args()
    per_week = options.items / DAYS * 7
    places = max(options.items // 300, 2)
    a_day = options.items / DAYS
    stations = [Station(busy * places / a_day, places=places) for busy in (0.8, 0.7, 1.02, 0.75)]

    start = time.process_time()
    planted = plant(stations, per_week=per_week, seed=1, days=DAYS)
    simpy = time.process_time() - start
    print(f"one pass of simpy over {len(np.unique(planted.intervals.item)):,} items: {simpy:.1f} s")

    start = time.process_time()
    model = fit(planted.intervals, seed=[1], **planted.window)
    items = len(model.window.entries.place)
    show(f"fit to the {items:,} items of {DAYS} days", time.process_time() - start, simpy)
    changes: list[tuple[str, Change]] = [
        ("a place more", Places(working(2), 1)),
        ("a load limit", LoadLimit(4 * places)),
    ]
    for name, change in changes:
        start = time.process_time()
        simulate(model, [change], seed=[1], replications=options.replications)
        seconds = time.process_time() - start
        show(f"today and {name}, {options.replications} replications (at most {AT_MOST} s)", seconds, simpy)


def show(name: str, seconds: float, simpy: float) -> None:
    print(f"{name}: {seconds:.1f} s = {seconds / simpy:.1f} x the pass of simpy")


if __name__ == "__main__":
    main()
