"""What is done to improve: experiments, impediments raised, objectives proposed."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Final
from uuid import UUID

from django.db.models import Q

from okrflow.experiments import models
from okrflow.experiments.measuring import kept_effect
from okrflow.impediments.reading import reviewed as impediments_raised
from okrflow.proposals.reading import reviewed as objectives_proposed
from okrflow.review.reading.moment import Moment
from okrflow.review.snapshot import Effect, Experiment, Impediment, Proposal, ProposedKeyResult

ENDED_DAYS: Final = 180
"""An experiment that ended before and has no verdict is forgotten, not open."""


def read_experiments(moment: Moment) -> tuple[Experiment, ...]:
    """One query."""
    lately = Q(to_on=None) | Q(to_on__gt=moment.ago(ENDED_DAYS))
    rows = models.Experiment.objects.for_organisation(moment.organisation).filter(lately)
    joined = rows.select_related("value_stream", "stage", "key_result")
    return tuple(_experiment(row) for row in joined.order_by("pk"))


def _experiment(row: models.Experiment) -> Experiment:
    return Experiment(
        uuid=row.uuid,
        title=row.title,
        stream=row.value_stream.uuid,
        from_on=row.from_on,
        to_on=row.to_on,
        stage=row.stage.name if row.stage else "",
        key_result=row.key_result.uuid if row.key_result else None,
        has_verdict=bool(row.verdict),
        effect=_effect(row),
    )


def _effect(row: models.Experiment) -> Effect | None:
    kept = kept_effect(row)
    if kept is None or kept.change is None or kept.low is None or kept.high is None:
        return None
    return Effect(change=kept.change, low=kept.low, high=kept.high)


def read_impediments(moment: Moment, streams: Collection[UUID]) -> tuple[Impediment, ...]:
    """The open ones of streams at work."""
    rows = impediments_raised(moment.organisation)
    return tuple(Impediment(**asdict(row)) for row in rows if row.raised_by in streams)


def read_proposals(moment: Moment) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(
            uuid=row.uuid,
            proposed_by=row.proposed_by,
            proposed_at=row.proposed_at,
            accepted_as=row.accepted_as,
            accepted_at=row.accepted_at,
            key_results=tuple(
                ProposedKeyResult(title=title, accepted_unchanged=same) for title, same in row.key_results
            ),
        )
        for row in objectives_proposed(moment.organisation)
    )
