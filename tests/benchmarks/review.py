"""How long the review takes for an organisation with 1,000 objectives, and for one objective as it is typed.

    .venv/bin/python -m tests.benchmarks.review [--objectives 1000] [--streams 50] [--runs 3]

A generated organisation: four key results an objective, each with its metric and half a year of weekly values; 40 open
items and 20 plan entries a stream; 500 members. No database. Prints one line a measurement, in milliseconds of one core.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
import django

django.setup()

from okrflow.review.reviewing import review, review_form
from okrflow.review.snapshot import KeyResult, Objective, OpenItem, PlanEntry, Snapshot, Stream
from okrflow.review.words.persons import Member
from tests.review import make

NOUNS: Final = (
    *(
        "brokers",
        "customers",
        "claims",
        "policies",
        "renewals",
        "answers",
        "quotes",
        "letters",
        "payments",
        "portal",
    ),
    *(
        "intake",
        "form",
        "price",
        "list",
        "cover",
        "check",
        "reminder",
        "adviser",
        "branch",
        "contract",
        "damage",
    ),
    *("photo", "upload", "desk", "call", "queue", "offer", "discount", "bonus"),
)
AIMS: Final = (
    "answered within {} days",
    "from {} to 45",
    "who came back up by {} %",
    "released in week {}",
    "under {} a month",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objectives", type=int, default=1000)
    parser.add_argument("--streams", type=int, default=50)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    seen = generated(options.objectives, options.streams)
    typed = seen.objectives[0]
    show("the first review, every text unread", [took(lambda: review(seen))])
    show("the review again", [took(lambda: review(replace(seen))) for _ in range(options.runs)])
    keystrokes = (replace(typed, title=f"{typed.title} {place}") for place in range(10 * options.runs))
    show("a form as one types", [took(lambda each=each: review_form(seen, each)) for each in keystrokes])
    print(f"{len(review(seen).findings):,} findings")


def took(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def show(name: str, seconds: list[float]) -> None:
    print(f"{name}: {statistics.median(seconds) * 1000:,.1f} ms")


def generated(objectives: int, streams: int) -> Snapshot:
    """The same for the same numbers."""
    rng = random.Random(1)
    names = [f"Stream {place}" for place in range(streams)]
    members = tuple(Member(f"Given{place} Family{place}", login=f"member{place}") for place in range(500))
    return make.snapshot(
        *(objective(rng, place, names[place % streams]) for place in range(objectives)),
        organisation=replace(make.NORTHWIND, members=members),
        streams=tuple(stream(rng, name) for name in names),
    )


def stream(rng: random.Random, name: str) -> Stream:
    items = tuple(OpenItem(key=f"{name}-{place}", title=phrase(rng)) for place in range(40))
    plan = tuple(PlanEntry(uuid=make.uuid(f"{name} {place}"), title=phrase(rng)) for place in range(20))
    return make.stream(name, open_items=items, plan=plan)


def objective(rng: random.Random, place: int, owner: str) -> Objective:
    results = tuple(key_result(rng, f"{place}.{number}") for number in range(4))
    return make.objective(f"{phrase(rng)} {place}", stream=make.uuid(owner), key_results=results)


def key_result(rng: random.Random, number: str) -> KeyResult:
    return make.key_result(
        f"{phrase(rng)} {rng.choice(AIMS).format(rng.randint(2, 40))} {number}", chance=rng.random()
    )


def phrase(rng: random.Random) -> str:
    return " ".join(rng.sample(NOUNS, 5)).capitalize()


if __name__ == "__main__":
    main()
