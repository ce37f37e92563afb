"""Writing cycles, objectives with their key results, and check-ins."""

from okrflow.okrs.services.check_ins import NotPossible, check_in, confirm_baseline
from okrflow.okrs.services.cycles import CycleGiven, NotACycle, change_cycle, create_cycle
from okrflow.okrs.services.objectives import delete_draft, publish_objective, save_objective
from okrflow.okrs.services.refusals import EditConflict, NotADraft, NotReady

__all__ = [
    "CycleGiven",
    "EditConflict",
    "NotACycle",
    "NotADraft",
    "NotPossible",
    "NotReady",
    "change_cycle",
    "check_in",
    "confirm_baseline",
    "create_cycle",
    "delete_draft",
    "publish_objective",
    "save_objective",
]
