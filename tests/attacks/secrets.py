"""One measure of Policy's own, with all that hangs on such a measure, under a word that occurs nowhere else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID, uuid5

from django.core.cache import cache

from okrflow.comments.models import Comment
from okrflow.impediments.models import Impediment
from okrflow.metrics.models import Measurement, Metric
from okrflow.okrs.models import (
    CheckIn,
    CheckInRequest,
    Contribution,
    GoalChange,
    KeyResult,
    Objective,
    ObjectiveDraft,
)
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services.closing import ClosingGiven, close_objective
from okrflow.organisations.access import enter
from okrflow.plans.models import Bet, PlanEntry
from okrflow.review.models import Finding, Waiver
from okrflow.review.services import run_review
from okrflow.rhythm.models import CheckInSummary
from okrflow.rhythm.summarising import lines_since, stored
from okrflow.value_streams.models import StreamMembership
from tests.access.world import World
from tests.make import july

_SPACE: Final = UUID("00000000-0000-4000-8000-000000000000")


@dataclass(frozen=True, kw_only=True)
class Secret:
    word: str
    value: Decimal
    confidence: int

    @property
    def slug(self) -> str:
        return self.word.lower()

    def told(self, text: str) -> bool:
        """Whether a text holds the name, or the value in the writing of some reader."""
        number = str(self.value)
        return self.slug in text.lower() or number in text or number.replace(".", ",") in text


ONE: Final = Secret(word="Zwielicht", value=Decimal("737.37"), confidence=2)
OTHER: Final = Secret(word="Morgenrot", value=Decimal("912.53"), confidence=9)


def named(name: str) -> UUID:
    """The same at each telling, so that answers differ by nothing but the secret."""
    return uuid5(_SPACE, name)


def keep(world: World, secret: Secret, *, now: datetime) -> None:
    """Northwind's team metric with its key results, values, check-ins, comments, findings, a bet and an impediment."""
    ids = world.northwind
    _measure(ids["team_metric"], secret)
    row = KeyResult.objects.get(uuid=ids["team_key_result"])
    closing = Objective.objects.get(uuid=ids["supporting"])
    _aim(row, secret)
    _said(row, secret, now)
    _joined(row, KeyResult.objects.get(uuid=ids["key_result"]), secret)
    again = KeyResult(organisation=row.organisation, objective=closing, key="NOR-KR-77", uuid=named("again"))
    again.metric, again.baseline_on = row.metric, date(2026, 7, 1)
    _aim(again, secret)
    _close(closing, now)
    _reviewed(row, secret, now, known=[ids["finding"], ids["draft_finding"]])
    cache.clear()


def _measure(slug: str, secret: Secret) -> None:
    metric = Metric.objects.get(slug=slug)
    metric.name, metric.slug, metric.description = secret.word, secret.slug, secret.word
    metric.unit, metric.digits = secret.word, 2
    metric.save()
    metric.measurements.update(value=secret.value, note=secret.word)
    for day in range(2, 40):
        Measurement.objects.create(
            organisation=metric.organisation,
            metric=metric,
            about_at=july(1) + timedelta(days=day),
            recorded_at=july(1) + timedelta(days=day),
            value=secret.value,
            note=secret.word,
        )


def _aim(row: KeyResult, secret: Secret) -> None:
    row.title, row.baseline = secret.word, secret.value
    row.target = row.target_typed = secret.value + 100
    row.save()


def _said(row: KeyResult, secret: Secret, now: datetime) -> None:
    of = {"organisation": row.organisation, "key_result": row}
    row.check_ins.update(value=secret.value, confidence=secret.confidence, note=secret.word)
    for day in (5, 12):
        CheckIn.objects.create(
            **of,
            about_at=july(day),
            created_at=now - timedelta(hours=day),
            value=secret.value + day,
            confidence=secret.confidence,
            note=secret.word,
        )
    GoalChange.objects.create(
        **of, changed_at=july(9), note=secret.word, target_before=secret.value, target=secret.value + 1
    )
    CheckInRequest.objects.create(**of, asked_at=july(9), note=secret.word)
    Comment.objects.filter(key_result=row).update(text=f"{secret.word} @vic {secret.value}")
    summary = CheckInSummary.objects.get(organisation=row.organisation)
    lines = lines_since(summary.value_stream, since=july(1))
    summary.lines = stored(lines)
    summary.save()


def _joined(row: KeyResult, beside: KeyResult, secret: Secret) -> None:
    """What other rooms hang on it."""
    of = {"organisation": row.organisation}
    shared = KeyResult.objects.get(**of, objective__title="Together")
    Contribution.objects.create(**of, key_result=row, to=shared, uuid=named("contribution"))
    beside.guard_for = row
    beside.save()
    Impediment.objects.filter(**of).update(limits=row)
    Bet.objects.create(**of, plan_entry=PlanEntry.objects.get(**of), key_result=row)
    ObjectiveDraft.objects.filter(**of).update(
        content={"objective": {"title": secret.word}, "rows": [], "known": []}
    )


def _close(objective: Objective, now: datetime) -> None:
    """With the evidence frozen."""
    lead = StreamMembership.objects.get(value_stream=objective.value_stream, role="lead").user
    rights = OkrRights.of(enter(lead, objective.organisation.slug))
    close_objective(rights=rights, objective=objective, given=ClosingGiven(why="Enough"), now=now)


def _reviewed(row: KeyResult, secret: Secret, now: datetime, *, known: list[str]) -> None:
    for ago in (20, 10, 0):
        run_review(organisation=row.organisation, now=now - timedelta(minutes=ago))
    for found in Finding.objects.filter(organisation=row.organisation).exclude(uuid__in=known):
        identity = f"{found.check_id} {found.subject_type} {found.subject_uuid} {found.discriminator}"
        Finding.objects.filter(pk=found.pk).update(uuid=named(identity))
    team = Finding.objects.create(
        organisation=row.organisation, value_stream=row.objective.value_stream, objective=row.objective,
        check_id="CR9", subject_type="key_result", subject_uuid=row.uuid, severity="warn", of_team=True,
        message=secret.word, advice=secret.word, opened_at=now, facts={"name": secret.word}, uuid=named("team"),
    )  # fmt: skip
    Waiver.objects.create(
        organisation=row.organisation, finding=team, reason=secret.word, until=date(2029, 1, 1), waived_at=now,
        uuid=named("waiver"),
    )  # fmt: skip
