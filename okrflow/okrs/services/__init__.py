"""Writing cycles, objectives with their key results, and check-ins."""

from okrflow.okrs.services.arranging import move_key_result, rank_objective
from okrflow.okrs.services.check_ins import check_in, confirm_baseline
from okrflow.okrs.services.closing import (
    ClosingGiven,
    NotClosable,
    close_as_dropped,
    close_objective,
    look_back,
    reopen_objective,
)
from okrflow.okrs.services.contributions import NotAContribution, add_contribution, remove_contribution
from okrflow.okrs.services.copies import carry_over, duplicate_objective
from okrflow.okrs.services.cycles import (
    CycleGiven,
    NotACycle,
    StillOpen,
    change_cycle,
    close_cycle,
    create_cycle,
    set_grace,
)
from okrflow.okrs.services.drafts import DraftConflict, discard_draft, draft_of, keep_draft
from okrflow.okrs.services.objectives import publish_objective, save_objective
from okrflow.okrs.services.putting_away import (
    archive_objective,
    delete_draft,
    reinstate_key_result,
    restore_objective,
    retire_key_result,
    undelete_draft,
)
from okrflow.okrs.services.refusals import EditConflict, NotADraft, NotPossible, NotReady
from okrflow.okrs.services.several import Outcome, change_several
from okrflow.okrs.services.suggestions import (
    AlreadyAnswered,
    ask_for_check_in,
    decline_suggestion,
    may_suggest,
    require_suggesting,
    suggest_value,
    take_suggestion,
)

__all__ = [
    "AlreadyAnswered",
    "ClosingGiven",
    "CycleGiven",
    "DraftConflict",
    "EditConflict",
    "NotAContribution",
    "NotACycle",
    "NotADraft",
    "NotClosable",
    "NotPossible",
    "NotReady",
    "Outcome",
    "StillOpen",
    "add_contribution",
    "archive_objective",
    "ask_for_check_in",
    "carry_over",
    "change_cycle",
    "change_several",
    "check_in",
    "close_as_dropped",
    "close_cycle",
    "close_objective",
    "confirm_baseline",
    "create_cycle",
    "decline_suggestion",
    "delete_draft",
    "discard_draft",
    "draft_of",
    "duplicate_objective",
    "keep_draft",
    "look_back",
    "may_suggest",
    "move_key_result",
    "publish_objective",
    "rank_objective",
    "reinstate_key_result",
    "remove_contribution",
    "reopen_objective",
    "require_suggesting",
    "restore_objective",
    "retire_key_result",
    "save_objective",
    "set_grace",
    "suggest_value",
    "take_suggestion",
    "undelete_draft",
]
