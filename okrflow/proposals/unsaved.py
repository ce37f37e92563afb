"""The key result that a proposal speaks of, as a row that is never saved: to be put in words, or into a form."""

from okrflow.metrics.models import Metric
from okrflow.metrics.services import NotAMetric, unsaved_flow_metric
from okrflow.okrs import scoring
from okrflow.okrs.given import FlowGiven, KeyResultGiven
from okrflow.okrs.models import KeyResult
from okrflow.proposals.models import Proposal


def metric_of(given: KeyResultGiven, proposal: Proposal) -> Metric | None:
    """Its metric; of a flow measure what it would be; None where there is none, or where it is gone."""
    flow = given.metric
    if not isinstance(flow, FlowGiven):
        return flow
    try:
        return unsaved_flow_metric(
            organisation=proposal.organisation,
            value_stream=proposal.value_stream,
            measure=flow.measure,
            item_kind=flow.item_kind,
            stage=flow.stage,
        )
    except NotAMetric:
        return None


def key_result_of(given: KeyResultGiven, metric: Metric | None) -> KeyResult:
    typed = given.target if given.aim.moves else None
    target = given.upper
    if typed is not None:
        form = scoring.TargetForm(given.target_form)
        target = scoring.resolve_target(form, typed, baseline=given.baseline)
    row = KeyResult(
        title=given.title,
        metric=metric,
        aim=given.aim,
        baseline=given.baseline,
        baseline_on=given.baseline_on,
        target_form=given.target_form,
        target_typed=typed,
        target=target,
        target_lower=given.lower,
        ambition=given.ambition,
    )
    if given.uuid:
        row.uuid = given.uuid
    return row
