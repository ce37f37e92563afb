"""A first plan for a file, guessed from the names of its columns and from what they hold; a person confirms it."""

import re
from collections import Counter
from dataclasses import replace

from okrflow.integrations.reading.evidence import DateEvidence
from okrflow.integrations.reading.kinds import guess_kind
from okrflow.integrations.reading.plans import CLOSED, STARTED, Plan, Shape
from okrflow.integrations.reading.states import guess_state
from okrflow.integrations.reading.surveys import Column, Survey

# Per role the usual names of its column, likeliest first (Jira, GitHub, Azure DevOps, ServiceNow, plain English)
NAMES = {
    "key": "key|issue key|work item key|item key|number|incident number|ticket number|ticket key|"
    "work item id|item id|ticket id|"
    "case number|external id|identifier|id|issue id|issue number|issue|ticket|incident|task|case|"
    "reference|ref|work item|item|nr|no",
    "status": "status|new status|to status|to state|new state|incident state|issue status|workflow state|"
    "state|work item state|"
    "task state|board column|column name|project status|stage|to string|tostring|to|new value|step|phase",
    "at": "at|changed at|status changed at|state changed at|state change date|status change date|"
    "changed date|change date|changed on|"
    "transition date|transitioned at|timestamp|event time|occurred at|happened at|when|entered at|"
    "entered|sys updated at|"
    "sys updated on|updated at|updated on|updated|modified at|datetime|date time|date|time",
    "kind": "kind|issue type|work item type|item type|ticket type|type|task type|issuetype|class|"
    "sys class name",
    "title": "title|summary|short description|subject|name|item name|description",
    "value_stream": "value stream|stream|value stream name",
    "parent": "parent key|parent issue key|epic link|custom field epic link|epic key|parent|parent id|parent issue id|"
    "parent issue|parent link|custom field parent link|parent item|parent work item|parent incident|parent number|epic",
    "number": "issue id|internal id",
    "started": "started|started at|started on|start date|start|activated date|activated|activated at|"
    "in progress|in progress date|"
    "work started|actual start|actual start date|first active|committed|committed at|commitment date|"
    "begin|began|begin date",
    "closed": "closed|closed date|closed at|closed on|done|done date|done at|completed|completed at|"
    "completed date|completed on|"
    "finished|finished at|finish date|finished on|resolved|resolved at|resolved date|resolution date|"
    "end date|end|ended|actual end|"
    "actual end date|close date|merged at|delivered|delivered at|delivery date",
}
_NO_STAGE = re.compile(
    r"\b(?:created|opened|updated|modified|due|last|target|planned|deadline|sys|birth|changed|"
    r"estimate[sd]?|viewed)\b"
)
_DATE_NAME = re.compile(r"\b(?:date|at|on)$")


def plain(name: str) -> str:
    """A column name in small letters, words apart: `sys_updated_at`, `SysUpdatedAt` and “Sys updated at” are one."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[\W_]+", " ", apart).lower().split()) or name.strip()


def guess_plan(survey: Survey, *, zone: str) -> Plan:
    """The likeliest plan. `at_format` is empty where the values leave it open: then a person must say it."""
    if survey.form.format == "jira":
        plan = Plan(form=survey.form, shape="jira", zone=zone, at_format="iso")
    else:
        columns = guess_columns(survey)
        plan = Plan(form=survey.form, shape=_shape(survey, columns), columns=columns, zone=zone)
        if plan.shape == "stages":
            plan = replace(plan, stages=tuple(column.name for column in _stage_columns(survey)))
    return with_guesses(plan, survey)


def with_guesses(plan: Plan, survey: Survey) -> Plan:
    """The plan with its date format, states and kinds guessed, where it does not say them already."""
    at_format = plan.at_format or evidence(plan, survey).decided or ""
    guessed = {name: state for name in statuses(plan, survey) if (state := guess_state(name))}
    kinds = {name: guess_kind(name) for name in issue_types(plan, survey)}
    return replace(
        plan,
        at_format=at_format,
        states=guessed | dict(plan.states),
        kinds=kinds | dict(plan.kinds),
    )


def evidence(plan: Plan, survey: Survey) -> DateEvidence:
    """What all values of the plan's date columns say together."""
    found = DateEvidence()
    for name in plan.date_columns():
        column = survey.column(name)
        if column is not None and column.dates is not None:
            found += column.dates
    return found


def statuses(plan: Plan, survey: Survey) -> Counter[str]:
    """The statuses that the plan reads, in the order of the stages or by frequency, with their numbers of rows."""
    match plan.shape:
        case "jira":
            return survey.values("status")
        case "changes":
            return survey.values(plan.columns.get("status", ""))
        case "stages":
            return Counter({name: column.filled for name in plan.stages if (column := survey.column(name))})
    ends = ((STARTED, "started"), (CLOSED, "closed"))
    return Counter(
        {
            status: column.filled
            for status, role in ends
            if (column := survey.column(plan.columns.get(role, "")))
        }
    )


def issue_types(plan: Plan, survey: Survey) -> Counter[str]:
    return survey.values("issue type" if plan.shape == "jira" else plan.columns.get("kind", ""))


def guess_columns(survey: Survey) -> dict[str, str]:
    """The column of each role that has one; no column has two roles."""
    columns: dict[str, str] = {}
    free = {column.name: column for column in survey.columns if column.filled}
    for role in (
        "key",
        "at",
        "started",
        "closed",
        "status",
        "kind",
        "title",
        "value_stream",
        "parent",
    ):
        wants_date = role in ("at", "started", "closed")
        suitable = {name: column for name, column in free.items() if column.is_date == wants_date}
        if role in ("status", "kind"):
            suitable = {name: column for name, column in suitable.items() if column.values is not None}
        found = _by_name(role, suitable)
        if found is None and role == "at":
            found = next(iter(suitable), None) or _by_name(role, free)
        if found is not None:
            columns[role] = found
            if role not in ("at", "started", "closed"):
                del free[found]
    if "parent" in columns and not plain(columns["parent"]).endswith(("key", "epic link")):
        columns |= {"number": number} if (number := _by_name("number", free)) else {}
    return columns


def _by_name(role: str, columns: dict[str, Column]) -> str | None:
    plains: dict[str, str] = {}
    for name in columns:
        plains.setdefault(plain(name), name)
    if role == "key" and "#" in plains:
        return plains["#"]
    return next((plains[name] for name in NAMES[role].split("|") if name in plains), None)


def _shape(survey: Survey, columns: dict[str, str]) -> Shape:
    """A row a change where keys repeat or nothing but one date is there; else the columns tell stages from a span."""
    key = survey.column(columns.get("key", ""))
    stages = _stage_columns(survey)
    is_long = "status" in columns and "at" in columns
    if is_long and ((key is not None and key.repeats) or len(stages) < 2):
        return "changes"
    ends = {columns.get("started"), columns.get("closed")}
    named_ends = "started" in columns and "closed" in columns
    if named_ends and all(column.name in ends or _DATE_NAME.search(plain(column.name)) for column in stages):
        return "span"
    return "stages" if len(stages) >= 2 else "span" if ends != {None} else "changes"


def _stage_columns(survey: Survey) -> list[Column]:
    return [
        column for column in survey.columns if column.is_date and not _NO_STAGE.search(plain(column.name))
    ]
