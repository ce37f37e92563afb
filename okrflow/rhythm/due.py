"""Which key results are due for a check-in: nobody has spoken of them for as long as their metric's cadence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Subquery

from okrflow.metrics.models import Measurement
from okrflow.okrs.models import CheckIn, CheckInRequest, KeyResult, ObjectiveState
from okrflow.organisations.models import Organisation
from okrflow.rhythm.people import People
from okrflow.work_items.figures.windows import today, zone_of


@dataclass(frozen=True, kw_only=True)
class DueCheckIn:
    """A key result that waits for somebody since a day; `quiet_days` passed since it was last spoken of."""

    key_result: KeyResult
    since: date
    quiet_days: int
    asked: bool = False

    @property
    def url(self) -> str:
        return f"{self.key_result.get_absolute_url()}check-in/"

    def words(self, user_id: int) -> str:
        """Whose it is, why it waits, and, to a deputy or a lead, for whom."""
        row = self.key_result
        others = f", for {row.kept_by}" if row.kept_by and row.kept_by_id != user_id else ""
        heard = f"nothing heard for {self.quiet_days} day{'' if self.quiet_days == 1 else 's'}"
        return f"{row.objective.title}: {'somebody asks for it' if self.asked else heard}{others}"


def due_check_ins(organisation: Organisation, *, now: datetime) -> list[DueCheckIn]:
    """Those of running cycles, the longest due first. One query.

    Metrics computed from flow tell their value by themselves: they are due only when somebody asks.
    """
    day = today(organisation, now=now)
    found = [_due(row, organisation, day) for row in _spoken_of(organisation, day)]
    return sorted((each for each in found if each), key=lambda each: (each.since, each.key_result.pk))


def _spoken_of(organisation: Organisation, day: date) -> Iterable[KeyResult]:
    """The key results that count now, each with when it was last heard of, and last asked for in vain."""
    values = Measurement.objects.filter(metric=OuterRef("metric"), replaced_by=None).order_by("-about_at")
    said = CheckIn.objects.filter(key_result=OuterRef("pk")).order_by("-created_at")
    asked = CheckInRequest.objects.filter(key_result=OuterRef("pk"), answered_by=None).order_by("-asked_at")
    rows = KeyResult.objects.for_organisation(organisation).filter(
        objective__state=ObjectiveState.PUBLISHED,
        objective__archived_at=None,
        objective__cycle__starts_on__lte=day,
        objective__cycle__ends_on__gt=day,
        objective__cycle__closed_at=None,
        metric__isnull=False,
        retired_at=None,
    )
    return rows.select_related(
        "metric", "organisation", "kept_by", "objective__cycle", "objective__value_stream"
    ).annotate(
        valued_at=Subquery(values.values("about_at")[:1]),
        said_at=Subquery(said.values("created_at")[:1]),
        asked_at=Subquery(asked.values("asked_at")[:1]),
    )


def _due(row: KeyResult, organisation: Organisation, day: date) -> DueCheckIn | None:
    assert row.metric is not None
    said_at, asked_at = row.said_at, row.asked_at  # type: ignore[attr-defined]
    heard = [row.objective.cycle.starts_on]
    heard += [
        each.astimezone(zone_of(organisation)).date()
        for each in (row.valued_at, said_at)  # type: ignore[attr-defined]
        if each is not None
    ]
    last = min(max(heard), day)
    quiet_days = (day - last).days
    if asked_at is not None and (said_at is None or said_at < asked_at):
        asked_on = asked_at.astimezone(zone_of(organisation)).date()
        return DueCheckIn(key_result=row, since=asked_on, quiet_days=quiet_days, asked=True)
    due_on = last + timedelta(days=row.metric.cadence_days)
    if row.metric.computed or due_on > day:
        return None
    return DueCheckIn(key_result=row, since=due_on, quiet_days=quiet_days)


def due_by_person(organisation: Organisation, *, now: datetime) -> dict[int, list[DueCheckIn]]:
    """What waits for whom, by the number of the user. Three queries, one where nothing is due."""
    due, day = due_check_ins(organisation, now=now), today(organisation, now=now)
    found: dict[int, list[DueCheckIn]] = {}
    if not due:
        return found
    people = People.of(organisation)
    for each in due:
        for user_id in people.keepers(each.key_result, day=day):
            found.setdefault(user_id, []).append(each)
    return found


def begin_of(day: date, organisation: Organisation) -> datetime:
    """The instant at which a day of the organisation begins."""
    return datetime.combine(day, time(), tzinfo=zone_of(organisation))
