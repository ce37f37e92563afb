"""What the review looks at."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from okrflow.impediments.models import Impediment
from okrflow.organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedImpediment:
    """An open impediment; `raised_by` and `stage_stream` are streams, `stage` the name of a status."""

    uuid: UUID
    title: str
    raised_by: UUID
    raised_on: date
    stage_stream: UUID | None
    stage: str
    limits: UUID | None
    addressed: bool
    answered: bool


def reviewed(organisation: Organisation) -> list[ReviewedImpediment]:
    """The open impediments, the longest first. One query."""
    rows = Impediment.objects.for_organisation(organisation).open().longest_first()
    return [
        ReviewedImpediment(
            uuid=row.uuid,
            title=row.title,
            raised_by=row.value_stream.uuid,
            raised_on=row.raised_on,
            stage_stream=row.stage_stream.uuid if row.stage_stream else None,
            stage=row.stage.name if row.stage else "",
            limits=row.limits.uuid if row.limits else None,
            addressed=row.addressed_by_id is not None,
            answered=row.answered_at is not None,
        )
        for row in rows.select_related("value_stream", "stage_stream", "stage", "limits")
    ]
