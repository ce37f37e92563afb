"""Loading the demo, whole or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from time import perf_counter

from django.db import transaction

from okrflow.demo.histories import LINES, generate
from okrflow.demo.services.check_ins import check_in_weekly, recorded_by_check_ins
from okrflow.demo.services.closings import close_the_past, join
from okrflow.demo.services.experiments import try_without_waiting
from okrflow.demo.services.impediments import put_proposals, raise_impediments
from okrflow.demo.services.items import refresh, write_items
from okrflow.demo.services.metrics import Values, define_metrics, record
from okrflow.demo.services.northwind import NAME, SLUG, Northwind, found
from okrflow.demo.services.okrs import make_cycles, write_objectives
from okrflow.demo.services.plans import write_plans
from okrflow.demo.services.what_ifs import ask_what_if
from okrflow.demo.weekly import measured
from okrflow.organisations.models import Organisation
from okrflow.web.locks import Turn, take_turn

Say = Callable[[str], None]


def load_demo(*, today: date, seed: int, say: Say) -> bool:
    """Load the demo organisation as of the first instant of a day; False if it is there already.

    One transaction: a load that is killed leaves nothing, and a second one waits for the first. What it does is told
    line by line. Later issues add their steps at the end of `_load`, each in a module of its own.
    """
    with transaction.atomic(), _timed(say) as done:
        take_turn(Turn.DEMO, 0)
        if Organisation.objects.filter(slug=SLUG).exists():
            say(f"{NAME} is there already; nothing to do.")
            return False
        _load(found(today=today, seed=seed), say)
        done(NAME + ", all of it")
    return True


def _load(northwind: Northwind, say: Say) -> None:
    with _timed(say) as done:
        histories = generate(northwind.anchors, seed=northwind.seed)
        values = measured(northwind.anchors, seed=northwind.seed)
        done("Histories generated")
    for code, line in enumerate(LINES, start=1):
        with _timed(say) as done:
            items, events = write_items(northwind, histories, stream=code)
            done(f"{line.name}: {items:,} items, {events:,} events")
    with _timed(say) as done:
        refresh(northwind)
        done("Figures of all streams")
    _load_okrs(northwind, values, say)


def _load_okrs(northwind: Northwind, values: Values, say: Say) -> None:
    with _timed(say) as done:
        metrics = define_metrics(northwind)
        cycles = make_cycles(northwind)
        written = write_objectives(northwind, cycles, metrics)
        done(f"{len(cycles)} cycles, {len(written)} key results")
    with _timed(say) as done:
        taken = recorded_by_check_ins(written)
        count = sum(
            record(northwind, metrics[name], _left(points, taken.get(name, [])))
            for name, points in values.items()
        )
        done(f"{len(metrics)} metrics, {count:,} values")
    with _timed(say) as done:
        done(f"{check_in_weekly(northwind, written, values):,} check-ins")
    with _timed(say) as done:
        done(f"{close_the_past(northwind, cycles)} objectives closed, {join(northwind)} contributions")
    with _timed(say) as done:
        done(
            f"{raise_impediments(northwind, written)} impediments, {put_proposals(northwind, cycles)} open proposal"
        )
    with _timed(say) as done:
        done(f"{write_plans(northwind, written)} plan entries")
    with _timed(say) as done:
        done(f"Experiment “{try_without_waiting(northwind, written)}”")
    with _timed(say) as done:
        done(f"{ask_what_if(northwind)} what-if scenarios")


def _left(points: list[tuple[float, float]], taken: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points outside these stretches of days."""
    return [(day, value) for day, value in points if not any(since <= day < until for since, until in taken)]


@contextmanager
def _timed(say: Say) -> Iterator[Say]:
    """Hands out what tells that a step is done and how long it took."""
    started = perf_counter()
    yield lambda text: say(f"{text} … {perf_counter() - started:.1f} s")
