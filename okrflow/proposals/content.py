"""What a proposal says, as it is kept: plain JSON, which outlives forms, the API, and the metrics that it names.

    {"title", "why", "cycle", "supports", "key_results": [{"id", "title", "metric" or "flow", "aim", "baseline", …}]}

Ids are UUIDs, numbers are text in the metric's stored unit, days are of ISO 8601. A key result with an `id` is one that
the objective has already. Rank, and who keeps a key result up to date, are the stream's own business.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from okrflow.flow import Kind
from okrflow.metrics.models import Measure, Metric
from okrflow.okrs.given import FlowGiven, KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Aim, Ambition, Cycle, Objective, TargetForm
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import Status

Content = dict[str, Any]
NUMBERS: Final = ("baseline", "target", "lower", "upper")


def content_of(given: ObjectiveGiven, key_results: Sequence[KeyResultGiven]) -> Content:
    return {
        "title": given.title,
        "why": given.why,
        "cycle": str(given.cycle.uuid),
        "supports": str(given.supports.uuid) if given.supports else None,
        "key_results": [_key_result(each) for each in key_results],
    }


def _key_result(given: KeyResultGiven) -> Content:
    metric = given.metric
    numbers = {name: getattr(given, name) for name in NUMBERS}
    return {
        "id": str(given.uuid) if given.uuid else None,
        "title": given.title,
        "metric": str(metric.uuid) if isinstance(metric, Metric) else None,
        "flow": _flow(metric) if isinstance(metric, FlowGiven) else None,
        "aim": given.aim.value,
        "baseline_on": given.baseline_on.isoformat() if given.baseline_on else None,
        "target_form": given.target_form.value,
        "ambition": given.ambition.value,
        # without trailing zeros: 9 and 9.000000 are the same
        **{name: None if value is None else f"{value.normalize():f}" for name, value in numbers.items()},
    }


def _flow(given: FlowGiven) -> Content:
    return {
        "measure": given.measure.value,
        "kind": None if given.item_kind is None else int(given.item_kind),
        "stage": given.stage.pk if given.stage else None,
    }


class Library:
    """What some contents name, read together: four queries, however many they are. What is gone reads as None."""

    def __init__(self, organisation: Organisation, contents: Iterable[Content]) -> None:
        contents = list(contents)
        rows = [row for content in contents for row in content["key_results"]]
        of = {"organisation": organisation}
        cycles = Cycle.objects.filter(**of, uuid__in={each["cycle"] for each in contents})
        parents = Objective.objects.filter(**of, uuid__in={each["supports"] for each in contents} - {None})
        metrics = Metric.objects.filter(**of, uuid__in={row["metric"] for row in rows} - {None})
        stages = Status.objects.filter(
            **of, pk__in={row["flow"]["stage"] for row in rows if row["flow"]} - {None}
        )
        self.cycles = {str(each.uuid): each for each in cycles}
        self.parents = {str(each.uuid): each for each in parents.with_names()}
        self.metrics = {
            str(each.uuid): each for each in metrics.select_related("organisation", "value_stream", "stage")
        }
        self.stages = {each.pk: each for each in stages}

    def objective(self, content: Content) -> ObjectiveGiven:
        return ObjectiveGiven(
            title=content["title"],
            why=content["why"],
            cycle=self.cycles[content["cycle"]],
            supports=self.parents.get(content["supports"]),
        )

    def key_results(self, content: Content) -> list[KeyResultGiven]:
        return [self.key_result(row) for row in content["key_results"]]

    def key_result(self, row: Mapping[str, Any]) -> KeyResultGiven:
        numbers: dict[str, Any] = {
            name: None if row[name] is None else Decimal(row[name]) for name in NUMBERS
        }
        return KeyResultGiven(
            uuid=UUID(row["id"]) if row["id"] else None,
            title=row["title"],
            metric=self._flow(row["flow"]) if row["flow"] else self.metrics.get(row["metric"]),
            aim=Aim(row["aim"]),
            baseline_on=date.fromisoformat(row["baseline_on"]) if row["baseline_on"] else None,
            target_form=TargetForm(row["target_form"]),
            ambition=Ambition(row["ambition"]),
            **numbers,
        )

    def _flow(self, flow: Mapping[str, Any]) -> FlowGiven:
        return FlowGiven(
            measure=Measure(flow["measure"]),
            item_kind=None if flow["kind"] is None else Kind(flow["kind"]),
            stage=self.stages.get(flow["stage"]),
        )
