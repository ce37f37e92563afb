"""Who may do what about findings: a stream's are waived by its leads, the organisation's by its owners (rule 19)."""

from okrflow.okrs.rights import OkrRights
from okrflow.organisations.models import Role
from okrflow.review.models import Finding


def may_waive(rights: OkrRights, finding: Finding) -> bool:
    if finding.value_stream_id is None:
        return rights.access.at_least(Role.OWNER)
    return rights.publishes(finding.value_stream_id)


def refusal(finding: Finding) -> str:
    """Why somebody may not, and whom to ask."""
    if finding.value_stream is None:
        return "Findings of the organisation are waived by its owners. Ask one of them."
    return f"Findings of {finding.value_stream} are waived by its leads. Ask one of them."
