"""What the review says: findings with their identity, what was silenced, and the result of one run."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Self
from uuid import UUID

from okrflow.review.facts import Facts
from okrflow.review.snapshot import KeyResult, Metric, Objective, Organisation, Stream


class Severity(StrEnum):
    """The worst first. Nothing is published with a block; on what is published it is shown as a warning.

    A block on a stream stops the act that adds to it: publishing a further objective (MM4), committing a plan entry (CP1).
    """

    BLOCK = "block"
    WARN = "warn"
    HINT = "hint"


class SubjectType(StrEnum):
    ORGANISATION = "organisation"
    STREAM = "stream"
    OBJECTIVE = "objective"
    KEY_RESULT = "key_result"
    METRIC = "metric"
    EXPERIMENT = "experiment"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about, and the objective and the stream that it belongs to, if to any."""

    type: SubjectType
    uuid: UUID
    objective: UUID | None = None
    stream: UUID | None = None

    @classmethod
    def of_organisation(cls, organisation: Organisation) -> Self:
        return cls(SubjectType.ORGANISATION, organisation.uuid)

    @classmethod
    def of_stream(cls, stream: Stream) -> Self:
        return cls(SubjectType.STREAM, stream.uuid, stream=stream.uuid)

    @classmethod
    def of_objective(cls, objective: Objective) -> Self:
        return cls(SubjectType.OBJECTIVE, objective.uuid, objective.uuid, objective.stream)

    @classmethod
    def of_key_result(cls, objective: Objective, key_result: KeyResult) -> Self:
        return cls(SubjectType.KEY_RESULT, key_result.uuid, objective.uuid, objective.stream)

    @classmethod
    def of_metric(cls, metric: Metric) -> Self:
        return cls(SubjectType.METRIC, metric.uuid, stream=metric.stream)


class Identity(NamedTuple):
    """The same input gives the same finding; within an organisation there is one finding of an identity."""

    organisation: UUID
    check: str
    subject_type: SubjectType
    subject: UUID
    discriminator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a check found. `wording` picks the sentence where a check has several.

    `concerns` are further things that it is about: objectives, key results, streams and impediments by uuid.
    """

    check: str
    subject: Subject
    severity: Severity
    discriminator: str = ""
    wording: str = ""
    concerns: tuple[UUID, ...] = ()
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Silenced:
    """A check that could not look at something, and why."""

    check: str
    subject: Subject
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding as it is shown. `absorbed_by` is the one of the same cause that hides it.

    `not_publishable`: what it is about is published, and would not be publishable today; its block is shown as a warning.
    `of_draft`: it is for the authors of a draft only and never counted. `adds`: hidden ones whose sentences it takes over.
    """

    identity: Identity
    found: Found
    severity: Severity
    not_publishable: bool = False
    of_draft: bool = False
    absorbed_by: Identity | None = None
    adds: Sequence[Found] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All findings in the order in which they are shown, the hidden ones among them, and what was not looked at."""

    findings: Sequence[Finding]
    silenced: Sequence[Silenced]

    @property
    def shown(self) -> list[Finding]:
        """One a cause."""
        return [each for each in self.findings if each.absorbed_by is None]
