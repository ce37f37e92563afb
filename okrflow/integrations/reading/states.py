"""Flow states guessed from the names of statuses, as Jira, GitHub, Azure DevOps and ServiceNow have them in English.

Whole names first, then words. Waiting is asked before activity ("Ready for testing"), cancelling before the end ("Closed,
won't do"). A finished activity that is not the end ("Development done") waits for the next. What nothing speaks for is
not guessed.
"""

import re
from typing import Literal

StateName = Literal["new", "active", "waiting", "done", "cancelled"]
STATES: tuple[StateName, ...] = ("new", "active", "waiting", "done", "cancelled")
NOT_MAPPED = "unmapped"
"""A person left a status open."""
UNMAPPED_PLACE = 1.5

_WHOLE: dict[StateName, str] = {
    "new": "new|open|opened|to do|todo|backlog|proposed|approved|submitted|draft|created|registered|"
    "logged|reported|requested|"
    "triage|needs triage|in triage|untriaged|inbox|icebox|idea|ideas|funnel|not started|unstarted|"
    "planned|unassigned|"
    "product backlog|sprint backlog|future|later|no status|none",
    "active": "active|doing|started|committed|working|in progress|wip|work in progress|work in process|"
    "assess|implement|"
    "root cause analysis|fix in progress|in development|development|under review|in review|review|"
    "assigned|accepted",
    "waiting": "on hold|hold|blocked|pending|paused|parked|impeded|stalled|suspended|next|next up|"
    "up next|ready|queued|selected|"
    "selected for development|scheduled|authorize|authorise|deferred|postponed|snoozed|reopened|re-opened|"
    "known error|needs info|needs information|more information needed|on deck",
    "done": "done|closed|resolved|complete|completed|finished|fixed|released|shipped|deployed|live|"
    "merged|delivered|"
    "in production|production|solved|archived|closed complete|accepted and closed|verified and closed",
    "cancelled": "cancelled|canceled|removed|rejected|declined|abandoned|duplicate|obsolete|invalid|"
    "withdrawn|discarded|"
    "dropped|won't do|wont do|won't fix|wontfix|will not do|not planned|closed as not planned|"
    "not reproducible|cannot reproduce|"
    "closed incomplete|closed skipped|closed unsuccessful|skipped|voided|stale|as designed|not a bug",
}
WHOLE = {name: state for state, names in _WHOLE.items() for name in names.split("|")}
WAITING = re.compile(
    r"\b(?:await\w*|wait\w*|pending|hold|blocked|queue\w*|ready|needs?|paused|to be|selected|scheduled|"
    r"for (?:review|test\w*|approval|release))\b"
)
CANCELLED = re.compile(
    r"\b(?:cancel\w*|reject\w*|declin\w*|abandon\w*|duplicate\w*|obsolete|invalid|withdrawn|discard\w*|"
    r"removed|"
    r"won'?t|not (?:planned|needed|required|reproducible|an? \w+)|cannot|incomplete|skipped|unsuccessful)\b"
)
DONE = re.compile(
    r"\b(?:done|closed?|resolved|completed?|finished|fixed|released|shipped|deployed|delivered|live|"
    r"merged|passed|approved)\b"
)
ACTIVE = re.compile(
    r"\b(?:doing|work\w*|dev|develop\w*|build\w*|cod(?:e|ing)|implement\w*|test\w*|qa|uat|verif\w*|"
    r"review\w*|analy\w*|design\w*|"
    r"refin\w*|groom\w*|investigat\w*|fix\w*|deploy\w*|releas\w*|accept\w*|validat\w*|staging|specif\w*|"
    r"discover\w*|research\w*|"
    r"document\w*|integrat\w*|progress|ongoing|active|started|demo)\b"
)
NEW = re.compile(r"\b(?:new|backlog|open|to ?do|triage|proposed|idea|draft)\b")


def guess_state(status: str) -> StateName | None:
    """The flow state that a status name speaks for, or None."""
    name = " ".join(re.sub(r"[^\w'’ ]|_", " ", status.casefold()).replace("’", "'").split())
    if name in WHOLE:
        return WHOLE[name]
    if CANCELLED.search(name):
        return "cancelled"
    if DONE.search(name):
        return "waiting" if ACTIVE.search(DONE.sub("", name)) or WAITING.search(name) else "done"
    if WAITING.search(name):
        return "waiting"
    if ACTIVE.search(name):
        return "active"
    if NEW.search(name):
        return "new"
    return "active" if name.startswith("in ") else None


def rank(state: str | None) -> float:
    """The place of a state along the way of an item: new, then active and waiting alike, done, cancelled."""
    places = {"new": 0.0, "active": 1.0, "waiting": 1.0, "done": 2.0, "cancelled": 3.0}
    return places.get(state or "", UNMAPPED_PLACE)
