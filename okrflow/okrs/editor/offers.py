"""What the form of an objective offers to choose from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from okrflow.accounts.models import User
from okrflow.flow import Kind, State
from okrflow.metrics import values
from okrflow.metrics.formatting import shown
from okrflow.metrics.measures import MEASURES
from okrflow.metrics.models import Measure, Metric, MetricKind
from okrflow.metrics.services import NotAMetric, unsaved_flow_metric
from okrflow.okrs.given import FlowGiven
from okrflow.okrs.models import Cycle, Objective, ObjectiveState
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Role
from okrflow.value_streams.models import Status, ValueStream
from okrflow.work_items.figures import flow
from okrflow.work_items.figures.windows import today
from okrflow.work_items.models import Kind as ItemKind

Choices = list[tuple[str, Any]]
IN_PROGRESS: Final = (State.ACTIVE, State.WAITING)


@dataclass(frozen=True, kw_only=True)
class Offers:
    """For objectives of one stream, or, without one, of the organisation; each list is read once."""

    rights: OkrRights
    value_stream: ValueStream | None
    now: datetime

    @cached_property
    def today(self) -> date:
        return today(self.rights.organisation, now=self.now)

    @cached_property
    def cycles(self) -> Sequence[Cycle]:
        """The open ones, running first, then those to come."""
        open_ones = (
            Cycle.objects.for_organisation(self.rights.organisation).filter(closed_at=None).newest_first()
        )
        return sorted(open_ones, key=lambda cycle: (cycle.state_on(self.today) != "running", cycle.days))

    @cached_property
    def parents(self) -> Sequence[Objective]:
        """The published objectives that can be supported."""
        published = Objective.objects.for_organisation(self.rights.organisation).filter(
            state=ObjectiveState.PUBLISHED
        )
        return list(published.select_related("cycle", "value_stream").by_rank())

    @cached_property
    def keepers(self) -> Sequence[User]:
        """The stream's members, or the organisation's."""
        people = User.objects.filter(
            memberships__organisation=self.rights.organisation,
            memberships__role__in=[Role.EDITOR, Role.ADMIN, Role.OWNER],
        )
        if self.value_stream:
            people = people.filter(stream_memberships__value_stream=self.value_stream)
        return list(people.order_by("name", "pk"))

    def streams_named(self, text: str) -> list[str]:
        """The other streams whose names stand in a text: an objective has one owner (ownership, rule 11). One query."""
        own = self.value_stream.pk if self.value_stream else None
        names = [each.name for each in self.rights.organisation.value_streams.in_order() if each.pk != own]
        return [name for name in names if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)]

    @cached_property
    def metrics(self) -> dict[str, Metric]:
        """By the value of the choice: business ones, the stream's own, and flow ones of the stream or of all."""
        found = self.rights.metrics.visible.by_name()
        if self.value_stream:
            others_flow = {"kind": MetricKind.FLOW, "value_stream__isnull": False}
            found = found.exclude(**others_flow) | found.filter(value_stream=self.value_stream)
        return {f"m:{metric.uuid}": metric for metric in found if self._fits(metric)}

    def _fits(self, metric: Metric) -> bool:
        stream = self.value_stream
        return metric.kind != MetricKind.TEAM or (stream is not None and metric.value_stream_id == stream.pk)

    @cached_property
    def stages(self) -> dict[int, Status]:
        """The stages of the stream, in its order."""
        if self.value_stream is None:
            return {}
        ids = [
            stage.status for stage in flow.stages_in_order(self.value_stream) if stage.state in IN_PROGRESS
        ]
        found = Status.objects.in_bulk(ids)
        return {pk: found[pk] for pk in ids}

    @cached_property
    def metric_choices(self) -> Choices:
        points = values.in_force(
            list(self.metrics.values()), self.rights.organisation, day=self.today, now=self.now
        )
        groups: dict[str, Choices] = {"Business metrics": [], "Flow metrics": [], "Team metrics": []}
        for value, metric in self.metrics.items():
            names = [
                metric.name,
                str(metric.value_stream) if metric.value_stream else "",
                shown(metric, points[metric.pk].value),
            ]
            label = " · ".join(name for name in names if name and name != "–")
            groups[f"{str(metric.kind).capitalize()} metrics"].append((value, label))
        where = (
            f"A flow measure of {self.value_stream}" if self.value_stream else "A flow measure of all streams"
        )
        measures = [
            (f"f:{measure.value}", measure.label.capitalize())
            for measure in Measure
            if self.stages or not measure.of_stage
        ]
        filled = [(name, choices) for name, choices in groups.items() if choices]
        return [("", "None yet"), *filled, (where, measures)]

    @cached_property
    def kind_choices(self) -> Choices:
        return [("", "All kinds"), *((str(value), label.capitalize()) for value, label in ItemKind.choices)]

    @cached_property
    def stage_choices(self) -> Choices:
        return [("", "Choose a stage"), *((str(pk), status.name) for pk, status in self.stages.items())]

    @cached_property
    def keeper_choices(self) -> Choices:
        return [("", "Nobody yet"), *((str(person.pk), str(person)) for person in self.keepers)]

    def chosen(self, metric: str, item_kind: str, stage: str) -> Metric | FlowGiven | None:
        """What the three fields of the picker mean."""
        if metric.startswith("f:"):
            measure = Measure(metric.removeprefix("f:"))
            kind = Kind(int(item_kind)) if item_kind else None
            status = self.stages.get(int(stage)) if stage and measure.of_stage else None
            return FlowGiven(measure=measure, item_kind=kind, stage=status)
        return self.metrics.get(metric)

    def as_metric(self, given: Metric | FlowGiven | None) -> Metric | None:
        """A metric to look at: of a flow measure what it would be; None while it lacks its stage or kind."""
        if not isinstance(given, FlowGiven):
            return given
        try:
            return unsaved_flow_metric(
                organisation=self.rights.organisation,
                value_stream=self.value_stream,
                measure=given.measure,
                item_kind=given.item_kind,
                stage=given.stage,
            )
        except NotAMetric:
            return None

    def needs(self, given: FlowGiven) -> str:
        """The field that a flow measure still lacks."""
        if MEASURES[given.measure].needs_stage and given.stage is None:
            return "stage"
        return "item_kind" if MEASURES[given.measure].needs_kind and given.item_kind is None else ""
