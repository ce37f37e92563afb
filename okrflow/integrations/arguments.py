"""The command line's way of saying how a file is to be read."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from zoneinfo import ZoneInfo

from okrflow.integrations.reading.dates import FORMATS
from okrflow.integrations.reading.errors import ReadingError
from okrflow.integrations.reading.guesses import evidence, issue_types, statuses, with_guesses
from okrflow.integrations.reading.kinds import KINDS
from okrflow.integrations.reading.plans import ROLES, Plan
from okrflow.integrations.reading.states import STATES
from okrflow.integrations.reading.surveys import Survey


def pairs(text: str, option: str) -> list[tuple[str, str]]:
    """`a=b,c=d` as pairs; a name with a comma stands in quotation marks: `"a, b=c"`. Raises ReadingError."""
    found = []
    for part in next(csv.reader([text], skipinitialspace=True), []):
        name, equals, value = part.rpartition("=") if option != "--columns" else part.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise ReadingError(f"{option} takes name=value, separated by commas; “{part}” is none.")
        found.append((name.strip(), value.strip()))
    return found


def with_columns(plan: Plan, text: str) -> Plan:
    """The plan with `key=…,status=…,at=…` or `key=…,started=…,closed=…` or `key=…,stage=…,stage=…`; the shape follows."""
    given = pairs(text, "--columns")
    roles = {role: column for role, column in given if role != "stage"}
    if unknown := [role for role in roles if role not in ROLES]:
        raise ReadingError(f"--columns knows no “{unknown[0]}”. It takes: {', '.join(ROLES)}, stage.")
    stages = tuple(column for role, column in given if role == "stage")
    shape = plan.shape
    if shape != "jira":
        shape = "stages" if stages else "span" if {"started", "closed"} & roles.keys() else "changes"
    return replace(plan, shape=shape, columns=roles, stages=stages, at_format="", states={}, kinds={})


def with_format(plan: Plan, at_format: str) -> Plan:
    """Raises ReadingError unless the format is known or a pattern like `%d.%m.%Y %H:%M`."""
    if at_format not in FORMATS and "%" not in at_format:
        raise ReadingError(f"--at-format takes {', '.join(FORMATS)}, or a pattern like “%d.%m.%Y %H:%M”.")
    return replace(plan, at_format=at_format)


def with_zone(plan: Plan, zone: str) -> Plan:
    try:
        return replace(plan, zone=ZoneInfo(zone).key)
    except (KeyError, ValueError, OSError) as error:
        raise ReadingError(f"“{zone}” is no time zone. Use a name like “Europe/Berlin” or “UTC”.") from error


def decided(plan: Plan, survey: Survey) -> Plan:
    """The plan with guesses; raises ReadingError where the order of day and month is open."""
    plan = with_guesses(plan, survey)
    plan.check(survey.header)
    if not plan.at_format:
        found = evidence(plan, survey)
        raise ReadingError(
            f"Dates like “{found.example}” may be read in several ways. Say which with --at-format: "
            f"{' or '.join(found.candidates() or FORMATS)}."
        )
    return plan


def states(text: str, plan: Plan, survey: Survey) -> dict[str, str]:
    """`New=new,Awaiting*=waiting` for the statuses of the file; the first pattern that fits decides. Raises ReadingError."""
    return _matched(pairs(text, "--states"), statuses(plan, survey), STATES, "--states")


def kinds(text: str, plan: Plan, survey: Survey) -> tuple[dict[str, str], str]:
    """`Bug=defect,Story=feature` for the issue types of the file, and the kind of items without one (`*=defect`)."""
    patterns = pairs(text, "--kinds")
    default = next((kind for pattern, kind in patterns if pattern == "*"), "feature")
    return _matched(patterns, issue_types(plan, survey), KINDS, "--kinds"), default


def _matched(
    patterns: list[tuple[str, str]], names: Iterable[str], allowed: Iterable[str], option: str
) -> dict[str, str]:
    for pattern, value in patterns:
        if value not in allowed:
            raise ReadingError(f"{option}: “{value}” is none of {', '.join(allowed)} (“{pattern}={value}”).")
    found: Mapping[str, str | None] = {
        name: next((value for pattern, value in patterns if fnmatchcase(name, pattern)), None)
        for name in names
    }
    return {name: value for name, value in found.items() if value}
