"""Runs of the review: wanted by changes, one at a time for each organisation, repeated without harm."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from celery import current_app
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from okrflow.okrs.models import KeyResult, Objective
from okrflow.organisations.models import Organisation
from okrflow.review.findings import Result, Silenced
from okrflow.review.last import keep
from okrflow.review.models import Finding, KnownBaseline, ReviewRun
from okrflow.review.reading import snapshot_of
from okrflow.review.reviewing import review
from okrflow.review.services.told import Private, tell
from okrflow.review.services.writing import Written, write
from okrflow.review.snapshot import Snapshot
from okrflow.web.locks import Turn, take_turn, try_turn

RUN_TASK: Final = "okrflow.review.tasks.run"
APART: Final = timedelta(minutes=5)
"""A run sooner after the last one that counted is the same look again: no further run on which a finding held."""


def want(*, organisation_id: int) -> None:
    """Have an organisation reviewed. A burst of changes wakes a worker once."""
    ReviewRun.objects.bulk_create([ReviewRun(organisation_id=organisation_id)], ignore_conflicts=True)
    run = ReviewRun.objects.filter(organisation_id=organisation_id)
    if run.filter(wanted_at=None).update(wanted_at=timezone.now()):
        wake([organisation_id])
    else:
        run.update(wanted_at=timezone.now())  # a run that is under way knows that it was too early


def wake(organisation_ids: Iterable[int]) -> None:
    """Queue a run of each on commit. Should the message be lost, the minutely look finds the row."""

    def send() -> None:
        for pk in organisation_ids:
            current_app.send_task(RUN_TASK, [pk])

    transaction.on_commit(send, robust=True)


def want_all() -> None:
    """Nightly: days pass without anything being changed."""
    for pk in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        want(organisation_id=pk)


def wake_wanted() -> None:
    """Every minute: what is wanted, whether or not its message was lost."""
    wake(list(ReviewRun.objects.filter(wanted_at__isnull=False).values_list("organisation_id", flat=True)))


@transaction.atomic
def run_wanted(*, organisation_id: int, now: datetime) -> bool:
    """Review the organisation, if that is wanted and nobody is at it; whether it was. A change meanwhile is wanted again."""
    if not try_turn(Turn.REVIEW, organisation_id):
        return False
    run = ReviewRun.objects.filter(organisation_id=organisation_id, wanted_at__isnull=False)
    wanted = run.select_related("organisation").first()
    if wanted is None:
        return False
    run_review(organisation=wanted.organisation, now=now)
    if not run.filter(wanted_at=wanted.wanted_at).update(wanted_at=None):
        wake([organisation_id])
    return True


@contextmanager
def _uncollected() -> Iterator[None]:
    """A snapshot is hundreds of thousands of objects that all live: looking for garbage among them takes a third longer."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_uncollected()
@transaction.atomic
def run_review(*, organisation: Organisation, now: datetime) -> Written:
    """Read the organisation, look, and write what is new: all of it or, killed in between, nothing.

    What somebody has written since the last run opens at once; all else when it held on two runs in a row.
    """
    take_turn(Turn.REVIEW, organisation.pk)
    run, _ = ReviewRun.objects.get_or_create(organisation=organisation)
    seen = snapshot_of(organisation, now=now)
    rows = list(Finding.objects.for_organisation(organisation).current(now=now))
    result = review(seen, opened={row.identity(organisation): row.opened_at for row in rows if row.opened_at})
    private = Private.of(seen)
    counts = run.counted_at is None or now - run.counted_at >= APART
    written = write(
        organisation,
        result,
        rows,
        touched=_touched(organisation, since=run.ran_at),
        private=private,
        counts=counts,
        now=now,
    )
    _remember_baselines(organisation, seen, now)
    ReviewRun.objects.filter(pk=run.pk).update(
        ran_at=now, counted_at=now if counts else run.counted_at, silenced=_silenced(result, private)
    )
    transaction.on_commit(partial(keep, organisation, seen), robust=True)
    tell(organisation, written)
    return written


def _touched(organisation: Organisation, *, since: datetime | None) -> set[Any]:
    """The objectives that were written, or that are new, since the last run. All at the first."""
    rows = Objective.objects.for_organisation(organisation)
    if since is not None:
        written = KeyResult.objects.filter(objective=OuterRef("pk"), updated_at__gt=since)
        rows = rows.filter(Q(updated_at__gt=since) | Exists(written))
    return set(rows.values_list("uuid", flat=True))


def _silenced(result: Result, private: Private) -> list[dict[str, Any]]:
    """What could not be looked at: by check, reason and stream, with how many things that is."""
    found: dict[tuple[str, str, str, bool], int] = {}
    for each in result.silenced:
        key = (each.check, each.why, _stream(each), private.hides(each.subject))
        found[key] = found.get(key, 0) + 1
    return [
        {"check": check, "why": why, "stream": stream, "private": hidden, "count": count}
        for (check, why, stream, hidden), count in found.items()
    ]


def _stream(silenced: Silenced) -> str:
    return str(silenced.subject.stream or "")


def _remember_baselines(organisation: Organisation, seen: Snapshot, now: datetime) -> None:
    """What published baselines were by what is known now, unless an earlier run knew it."""
    wanted = {
        each.uuid: (each.baseline_on, each.computed_baseline)
        for objective in seen.published
        for each in objective.key_results
        if each.computed_baseline is not None and each.computed_when_published is None and each.baseline_on
    }
    rows = KeyResult.objects.for_organisation(organisation).filter(uuid__in=wanted)
    KnownBaseline.objects.bulk_create(
        [
            KnownBaseline(
                organisation=organisation,
                key_result_id=pk,
                baseline_on=wanted[uuid][0],
                value=wanted[uuid][1],
                known_at=now,
            )
            for uuid, pk in rows.values_list("uuid", "pk")
        ],
        ignore_conflicts=True,
    )
