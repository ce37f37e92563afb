"""Pages of lower rooms leave places; rooms above answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.dispatch import Signal
from django.utils import timezone

from okrflow.okrs.models import Cycle, Objective, ObjectiveState
from okrflow.web.panels import Panel, Place, panels_of, panels_wanted
from okrflow.web.waiting import Waiting, WaitingKind, waiting_for, waiting_wanted
from tests.make import july
from tests.people import cast


@contextmanager
def answered(signal: Signal, *answers: list[Any]) -> Iterator[None]:
    """These answer, and nobody else."""
    others, signal.receivers = signal.receivers, []
    receivers = [lambda answer=answer, **_: answer for answer in answers]
    for receiver in receivers:
        signal.connect(receiver)
    try:
        yield
    finally:
        signal.receivers = others
        signal.sender_receivers_cache.clear()


def test_panels_stand_in_their_order_whoever_answers_first() -> None:
    late, early = Panel(order=20, template="b.html"), Panel(order=10, template="a.html")

    with answered(panels_wanted, [late], [early]):
        found = panels_of(Place.OBJECTIVE, object(), access=None, now=timezone.now())

    assert [panel for panel in found if panel in (late, early)] == [early, late]


@pytest.mark.django_db
def test_an_objectives_page_shows_what_a_room_above_answers_and_escapes_it() -> None:
    people = cast()
    cycle = Cycle.objects.create(
        organisation=people.organisation, slug="q3", name="Q3", starts_on=july(1), ends_on=july(30)
    )
    objective = Objective.objects.create(
        organisation=people.organisation,
        cycle=cycle,
        key="ORG-O-1",
        title="Trusted",
        state=ObjectiveState.PUBLISHED,
    )
    panel = Panel(order=1, template="figures/reason.html", context={"text": "<b>bold</b>"})

    with answered(panels_wanted, [panel]):
        shown = people.client("vic").get(objective.get_absolute_url()).content.decode()

    assert "&lt;b&gt;bold&lt;/b&gt;" in shown


def test_what_waits_longest_stands_first() -> None:
    new, old = (Waiting(kind=WaitingKind.MENTION, title=f"{day}", url="/", since=july(day)) for day in (9, 2))

    with answered(waiting_wanted, [new], [old]):
        found = waiting_for(None, now=timezone.now())

    assert [each for each in found if each in (new, old)] == [old, new]
