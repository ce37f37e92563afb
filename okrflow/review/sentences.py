"""What the reader is told of a finding: one sentence on what is wrong, one on what to do instead."""

from okrflow.review.facts import filled
from okrflow.review.families import CHECKS
from okrflow.review.findings import Finding, Found


def message(found: Found) -> str:
    """What is wrong, with the reader's decimal mark."""
    return filled(CHECKS[found.check].said(found.wording).message, found.facts)


def advice(found: Found) -> str:
    """What to do instead."""
    return filled(CHECKS[found.check].said(found.wording).advice, found.facts)


def whole_message(finding: Finding) -> str:
    """What is wrong, with the sentences that it took over from findings of the same cause."""
    return " ".join(map(message, (finding.found, *finding.adds)))
