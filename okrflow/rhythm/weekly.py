"""The weekly check-in of a stream: its key results by rank, each with its fields, and its flow beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from okrflow.okrs.models import Cycle, Objective, ObjectiveState
from okrflow.okrs.progress import KeyResultStanding, standing
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import NotPossible, check_in
from okrflow.rhythm.forms import WeeklyForm
from okrflow.value_streams.models import ValueStream
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today


@dataclass(frozen=True, kw_only=True)
class Row:
    """One key result with its form; `saved` just now."""

    objective: Objective
    standing: KeyResultStanding
    form: WeeklyForm
    saved: bool = False

    @property
    def uuid(self) -> UUID:
        assert self.standing.key_result is not None
        return self.standing.key_result.uuid

    def save(self, *, rights: OkrRights, now: datetime) -> Self:
        """Check in with what the form holds; what is refused stands at its field, and nothing is saved."""
        assert self.standing.key_result is not None
        if not self.form.is_valid():
            return self
        try:
            check_in(rights=rights, key_result=self.standing.key_result, now=now, **self.form.cleaned_data)
        except NotPossible as refusal:
            field = refusal.field if refusal.field in self.form.fields else None
            self.form.add_error(field, str(refusal))
        except Refused as refusal:
            self.form.add_error(None, str(refusal))
        else:
            return replace(self, saved=True)
        return self


def rows_of(
    stream: ValueStream, rights: OkrRights, *, now: datetime, data: Mapping[str, Any] | None = None
) -> list[Row]:
    """The stream's published key results of running cycles that are measured, by rank; `data` is what was sent."""
    day = today(rights.organisation, now=now)
    running = Cycle.objects.for_organisation(rights.organisation).running_on(day).filter(closed_at=None)
    published = Objective.objects.for_organisation(rights.organisation).filter(
        value_stream=stream, state=ObjectiveState.PUBLISHED, archived_at=None, cycle__in=running
    )
    standings = standing(list(published.with_names().by_rank()), now=now, stream_ids=rights.stream_ids)
    return [
        Row(
            objective=of.objective,
            standing=each,
            form=WeeklyForm(data, prefix=f"kr-{each.key_result.uuid}", metric=each.metric, today=day),
        )
        for of in standings
        for each in of.key_results
        if each.key_result is not None and each.metric is not None and each.key_result.retired_at is None
    ]


def save_all(rows: Sequence[Row], *, rights: OkrRights, now: datetime) -> list[Row]:
    """Check in on each row in which something was typed; a row at fault does not stop the others."""
    return [row.save(rights=rights, now=now) if row.form.has_changed() else row for row in rows]
