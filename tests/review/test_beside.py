"""What stands beside the form: in which order."""

from uuid import UUID

from okrflow.review.beside import ordered
from okrflow.review.findings import Finding, Found, Identity, Result, Severity, Subject, SubjectType

ORGANISATION, STREAM, OBJECTIVE = (UUID(int=number) for number in range(1, 4))


def finding(check: str, severity: Severity, kind: SubjectType, of: UUID) -> Finding:
    found = Found(check=check, subject=Subject(kind, of), severity=severity)
    return Finding(identity=Identity(ORGANISATION, check, kind, of, ""), found=found, severity=severity)


def test_what_is_being_written_comes_before_what_stands_anyway() -> None:
    result = Result(
        findings=[
            finding("MM4", Severity.BLOCK, SubjectType.STREAM, STREAM),
            finding("BN1", Severity.WARN, SubjectType.STREAM, STREAM),
            finding("RM1", Severity.WARN, SubjectType.OBJECTIVE, OBJECTIVE),
            finding("CP1", Severity.BLOCK, SubjectType.STREAM, STREAM),
        ],
        silenced=[],
    )

    shown = [each.found.check for each in ordered(result, {OBJECTIVE})]

    assert shown == ["MM4", "RM1", "BN1"]
