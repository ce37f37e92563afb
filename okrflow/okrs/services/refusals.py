"""What the services of OKRs say no with."""

from collections.abc import Sequence

from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.hard_rules import Problem
from okrflow.okrs.models import Objective
from okrflow.web.refusals import Refused


class EditConflict(Refused):
    """Somebody saved in between. `stored` is the objective as it is now, the rest what was not written."""

    def __init__(
        self,
        stored: Objective,
        given: ObjectiveGiven | None = None,
        key_results: Sequence[KeyResultGiven] = (),
    ) -> None:
        super().__init__(
            "Somebody saved this objective while you were writing. Nothing of yours is lost: choose below."
        )
        self.stored, self.given, self.key_results = stored, given, key_results


class NotReady(Refused):
    """It can't be saved or published like this: each problem says where and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.text for problem in problems))
        self.problems = list(problems)


class NotADraft(Refused):
    """What is published is closed, not deleted."""


class NotPossible(Refused):
    """It can't be done like this, or not now; `field` is the form's, if one is at fault."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field
