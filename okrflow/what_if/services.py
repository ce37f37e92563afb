"""Asking the what-if, and keeping its answers."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Min, ProtectedError, Q

from okrflow.flow import date_of
from okrflow.jobs.models import JobState
from okrflow.jobs.services import request_cancel
from okrflow.jobs.services import start as start_job
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import ValueStream
from okrflow.what_if.changes import Change, checked
from okrflow.what_if.models import Scenario
from okrflow.what_if.reading import states_by_name
from okrflow.what_if.refusals import BadScenario, NothingToSimulate, TooManyRunning
from okrflow.work_items.figures.windows import Window, today, zone_of
from okrflow.work_items.models import StageDay

TASK: Final = "okrflow.what_if.tasks.simulate_scenario"
WINDOW_DAYS: Final = 180
SHORTEST_DAYS: Final = 28
LONGEST_DAYS: Final = 366
REPLICATIONS: Final = 200
MOST_RUNNING: Final = 4
FORGOTTEN_AFTER: Final = timedelta(days=30)
LONGEST_NAME: Final = 120

UNDER_WAY: Final = Q(job__state__in=[JobState.QUEUED, JobState.RUNNING])


@transaction.atomic
def start(
    *,
    value_stream: ValueStream,
    changes: Iterable[Change],
    user: Any,
    now: datetime,
    window_days: int = WINDOW_DAYS,
    to: date | None = None,
    name: str = "",
    api_address: Callable[[Scenario], str] = lambda scenario: "",
) -> Scenario:
    """Simulate changes on a window of the stream's past by a job; without changes only the model is fitted.

    The window has `window_days` days, fewer where the stream's past is shorter, and ends before `to` (today). The same
    question on the same day is not simulated again: its scenario is given back, with its result or with its job under way;
    one whose job failed gets a new one. Raises BadChange, BadScenario, NothingToSimulate and TooManyRunning.
    """
    organisation = value_stream.organisation
    found = _same(
        value_stream,
        changes=checked(changes, states=states_by_name(value_stream)),
        window=_window(value_stream, days=window_days, to=to, now=now),
        now=now,
    )
    if found.pk is None:
        found.created_by = user
    if name and not found.name:
        found.name = _name(found, name)
    if found.result is None and (found.job is None or found.job.ended):
        _check_room(organisation)
        found.job = start_job(
            organisation=organisation,
            task=TASK,
            user=user,
            result_url=found.get_absolute_url(),
            result_api_url=api_address(found),
        )
    found.save()
    _forget_old(organisation, now=now)
    return found


def foretell(
    *,
    value_stream: ValueStream,
    changes: Iterable[Change],
    starts_on: date,
    name: str,
    user: Any,
    now: datetime,
) -> Scenario:
    """The saved scenario that foretells an experiment: fitted only on the time before it starts. Raises as `start`."""
    to = min(starts_on, today(value_stream.organisation, now=now))
    return start(value_stream=value_stream, changes=changes, to=to, name=name, user=user, now=now)


def start_again(*, scenario: Scenario, user: Any, now: datetime) -> Scenario:
    """Simulate a scenario once more whose job failed or was cancelled. Raises as `start`."""
    days = (scenario.to_on - scenario.first_on).days
    return start(
        value_stream=scenario.value_stream,
        changes=scenario.changes,
        window_days=max(days, SHORTEST_DAYS),  # a shorter one began with the stream's past
        to=scenario.to_on,
        user=user,
        now=now,
    )


@transaction.atomic
def save(*, scenario: Scenario, name: str) -> None:
    """Give the scenario a name, its first one or another, by which it is kept. Raises BadScenario."""
    scenario.name = _name(scenario, name)
    scenario.save(update_fields=["name", "updated_at"])


@transaction.atomic
def delete(*, scenario: Scenario) -> None:
    """Remove the scenario; its job, if it is under way, is stopped. Raises BadScenario where something refers to it."""
    job = scenario.job
    try:
        with transaction.atomic():
            scenario.delete()
    except ProtectedError:
        raise BadScenario(
            "An experiment was foretold with this scenario. Remove it from the experiment first."
        ) from None
    if job is not None:
        request_cancel(job=job)


def free_name(value_stream: ValueStream, wanted: str) -> str:
    """The name for a scenario that is wanted, with a number behind it where the stream has one of that name."""
    name, number = wanted[:LONGEST_NAME], 1
    while Scenario.objects.of_stream(value_stream).called(name).exists():
        number += 1
        behind = f" ({number})"
        name = wanted[: LONGEST_NAME - len(behind)] + behind
    return name


def _name(scenario: Scenario, text: str) -> str:
    name = text.strip()
    if not name:
        raise BadScenario("Give the scenario a name, like “One more analyst”.")
    if len(name) > LONGEST_NAME:
        raise BadScenario(f"A name may have {LONGEST_NAME} characters at most.")
    stream = scenario.value_stream
    Organisation.objects.select_for_update(no_key=True).get(pk=stream.organisation_id)
    if Scenario.objects.of_stream(stream).called(name).exclude(pk=scenario.pk).exists():
        raise BadScenario(f"{stream} has a scenario called “{name}” already. Give this one another name.")
    return name


def _window(value_stream: ValueStream, *, days: int, to: date | None, now: datetime) -> Window:
    """The window before a day, whole days only, begun no earlier than the stream's past."""
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise BadScenario(f"A window has {SHORTEST_DAYS} to {LONGEST_DAYS} days. Choose 180 if in doubt.")
    organisation = value_stream.organisation
    latest = today(organisation, now=now)
    end = to or latest
    if end > latest:
        raise BadScenario(
            f"The days before {end:%-d %B %Y} are not over yet. Choose today, {latest:%-d %B %Y}, or an earlier day."
        )
    oldest = StageDay.objects.filter(value_stream=value_stream).aggregate(day=Min("day"))["day"]
    if oldest is None or date_of(oldest) >= end:
        raise NothingToSimulate(
            f"{value_stream} has no work items from before {end:%-d %B %Y}. Bring some in, then come back."
        )
    return Window(first=max(end - timedelta(days=days), date_of(oldest)), to=end, zone=zone_of(organisation))


def _same(
    value_stream: ValueStream, *, changes: list[dict[str, Any]], window: Window, now: datetime
) -> Scenario:
    """The same question of today, or one that has no answer yet; else a new one, not stored. Locks the organisation's row."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=value_stream.organisation_id)
    midnight = now.astimezone(window.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    asked = Scenario(
        organisation=organisation,
        value_stream=value_stream,
        changes=changes,
        first_on=window.first,
        to_on=window.to,
        replications=REPLICATIONS,
    )
    same = (
        Scenario.objects.of_stream(value_stream)
        .filter(changes=changes, first_on=window.first, to_on=window.to, replications=REPLICATIONS)
        .filter(Q(computed_at__isnull=True) | Q(computed_at__gte=midnight))
    )
    return same.newest_first().first() or asked


def _check_room(organisation: Organisation) -> None:
    running = Scenario.objects.for_organisation(organisation).filter(UNDER_WAY).count()
    if running >= MOST_RUNNING:
        raise TooManyRunning(
            f"{running} simulations of {organisation} are under way, as many as there may be. Wait for one, or cancel it."
        )


def _forget_old(organisation: Organisation, *, now: datetime) -> None:
    """Free the space of questions that nobody saved and that nothing refers to."""
    old = Scenario.objects.for_organisation(organisation).unsaved()
    for scenario in old.filter(created_at__lt=now - FORGOTTEN_AFTER):
        with suppress(ProtectedError), transaction.atomic():
            scenario.delete()
