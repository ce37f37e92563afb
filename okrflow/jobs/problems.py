"""Errors of a job that its owner is told about."""

from typing import TypedDict


class Problem(TypedDict):
    """As in RFC 9457: what went wrong in a few words, and a sentence that says what to do."""

    title: str
    detail: str


class JobProblem(Exception):
    """An expected end of a job in failure; title and detail are for people."""

    def __init__(self, title: str, detail: str) -> None:
        super().__init__(f"{title}: {detail}")
        self.title = title
        self.detail = detail

    @property
    def problem(self) -> Problem:
        return Problem(title=self.title, detail=self.detail)


class Cancelled(Exception):
    """Somebody asked for the job to stop; raised out of `Run.report` so that the work's transaction is rolled back."""


class TakenOver(Exception):
    """This worker was silent for so long that another one has taken the job."""


INTERRUPTED = Problem(
    title="The work was interrupted",
    detail="It was started several times and stopped each time, perhaps for lack of memory. Nothing was "
    "written. "
    "Try it with a smaller part, or ask whoever runs this installation to look at the workers.",
)
UNEXPECTED = Problem(
    title="Something went wrong on our side",
    detail="Nothing was written, and the details were logged for whoever runs this installation. Try again.",
)
TOO_LONG = Problem(
    title="It took too long",
    detail="Nothing was written. Try again with a smaller part, one after the other.",
)
