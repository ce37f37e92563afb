"""What stands in the form of a proposal when it opens."""

from okrflow.okrs.editor.typed import Typed, key_result_stored, new_row, objective_stored, rows_stored
from okrflow.okrs.given import FlowGiven, KeyResultGiven
from okrflow.okrs.models import Objective
from okrflow.okrs.rights import OkrRights
from okrflow.proposals.changes import as_seen, carried_out
from okrflow.proposals.content import Library
from okrflow.proposals.models import Proposal
from okrflow.proposals.unsaved import key_result_of, metric_of


def of_objective(objective: Objective, rights: OkrRights) -> tuple[Typed, list[Typed]]:
    """A published objective as the member reads it."""
    seen = {row["id"] for row in as_seen(objective, rights)["key_results"]}
    return objective_stored(objective), [row for row in rows_stored(objective) if row["uuid"] in seen]


def of_proposal(proposal: Proposal, rights: OkrRights) -> tuple[Typed, list[Typed]]:
    """What the version that stands says; of a change, the objective as it is now with what is proposed."""
    said = proposal.versions.get(number=proposal.version)
    library = Library(proposal.organisation, [each for each in (said.before, said.content) if each])
    given, rows = library.objective(said.content), library.key_results(said.content)
    if proposal.objective and said.before:
        given, rows = carried_out(proposal.objective, said.before, said.content, library=library, note="")
        rows = [row for row in rows if _seen(row, rights)]
    typed = {
        "title": given.title,
        "why": given.why,
        "cycle": str(given.cycle.uuid),
        "supports": str(given.supports.uuid) if given.supports else "",
    }
    return typed, [as_typed(row, proposal) for row in rows]


def _seen(row: KeyResultGiven, rights: OkrRights) -> bool:
    return row.metric is None or isinstance(row.metric, FlowGiven) or rights.metrics.sees(row.metric)


def as_typed(given: KeyResultGiven, proposal: Proposal) -> Typed:
    """A proposed key result in the fields of the form; a new one gets an id of its own."""
    typed = key_result_stored(key_result_of(given, metric_of(given, proposal)))
    if isinstance(given.metric, FlowGiven):
        flow = given.metric
        typed |= {
            "metric": f"f:{flow.measure.value}",
            "item_kind": "" if flow.item_kind is None else str(int(flow.item_kind)),
            "stage": str(flow.stage.pk) if flow.stage else "",
        }
    return typed if given.uuid else typed | new_row()
