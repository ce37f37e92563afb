"""Making proposals, and answering them."""

from okrflow.proposals.services.answers import accept, decline, withdraw
from okrflow.proposals.services.proposing import propose, propose_change, revise
from okrflow.proposals.services.refusals import AlreadyAnswered, NotAProposal, RevisedMeanwhile

__all__ = [
    "AlreadyAnswered",
    "NotAProposal",
    "RevisedMeanwhile",
    "accept",
    "decline",
    "propose",
    "propose_change",
    "revise",
    "withdraw",
]
