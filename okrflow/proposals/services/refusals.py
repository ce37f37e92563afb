"""What the services of proposals say no with."""

from okrflow.web.refusals import Refused


class NotAProposal(Refused):
    """It can't be proposed like this; `field` says where."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class AlreadyAnswered(Refused):
    """It is accepted, declined or withdrawn, or its cycle is over."""


class RevisedMeanwhile(Refused):
    """There is a newer version than the one that was read."""

    def __init__(self) -> None:
        super().__init__("There is a newer version of this proposal. Read it, then decide.")
