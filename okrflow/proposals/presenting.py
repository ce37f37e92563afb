"""A proposal as a member reads it: in words, and a change field by field."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from django.utils.text import capfirst

from okrflow.metrics.formatting import shown, shown_change
from okrflow.metrics.models import Metric
from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import TargetForm
from okrflow.okrs.progress.words import aim_words
from okrflow.okrs.rights import OkrRights
from okrflow.proposals.changes import GOAL, as_it_is, own_changes, row_changes
from okrflow.proposals.content import Content, Library, content_of
from okrflow.proposals.models import Proposal, ProposalState, ProposalVersion
from okrflow.proposals.rights import answers, is_proposer
from okrflow.proposals.unsaved import key_result_of, metric_of
from okrflow.web.templatetags.figures import local_day
from okrflow.work_items.figures.windows import today

REMINDED_AFTER: Final = timedelta(days=14)
OWN_LABELS: Final = {"title": "Objective", "why": "Why"}
LABELS: Final = {
    "title": "Key result",
    "metric": "Measured by",
    "aim": "Aim",
    "baseline": "From (baseline)",
    "baseline_on": "Baseline of",
    "target_form": "Target form",
    "target": "Target",
    "lower": "At least",
    "upper": "At most",
    "ambition": "Ambition",
}
EMPTY: Final = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """A key result in words."""

    title: str
    metric: str
    aim: str
    ambition: str
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A field: as it was when the change was proposed, as it is now where that differs, as it is proposed."""

    label: str
    before: str
    now: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """What is proposed for the objective itself or for one of its key results."""

    heading: str
    lines: Sequence[Line] = ()
    added: ShownRow | None = None


class Presented:
    """One version of a proposal, the one that stands unless another is given, for one reader."""

    def __init__(
        self, proposal: Proposal, rights: OkrRights, *, now: datetime, version: ProposalVersion | None = None
    ) -> None:
        self.proposal, self.rights, self.now = proposal, rights, now
        self.version = version or proposal.versions.get(number=proposal.version)
        self.present = content_of(*as_it_is(proposal.objective)) if proposal.objective else None
        contents = (self.version.content, self.version.before, self.present)
        self.library = Library(proposal.organisation, [each for each in contents if each])

    @cached_property
    def state(self) -> ProposalState:
        return self.proposal.state_on(today(self.proposal.organisation, now=self.now))

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OPEN

    @property
    def may_answer(self) -> bool:
        return self.is_open and answers(self.rights, self.proposal)

    @property
    def may_withdraw(self) -> bool:
        return self.is_open and is_proposer(self.rights, self.proposal)

    @property
    def may_revise(self) -> bool:
        settled = self.state in (ProposalState.ACCEPTED, ProposalState.WITHDRAWN)
        return not settled and is_proposer(self.rights, self.proposal)

    @property
    def reminded(self) -> bool:
        """Open for so long that those who answer are reminded."""
        return self.is_open and self.now - self.proposal.waits_since >= REMINDED_AFTER

    @property
    def receiver(self) -> str:
        return str(self.proposal.value_stream or self.proposal.organisation)

    @cached_property
    def given(self) -> ObjectiveGiven:
        return self.library.objective(self.version.content)

    @cached_property
    def rows(self) -> list[ShownRow]:
        return [self._row(each) for each in self.library.key_results(self.version.content)]

    @cached_property
    def changes(self) -> list[ShownChange]:
        """Of a change, what it changes."""
        present, before, after = self.present, self.version.before, self.version.content
        if present is None or before is None:
            return []
        found = [self._own(before, present, after)] if own_changes(before, after) else []
        known = {row["id"]: row for row in present["key_results"]}
        rows = row_changes(before, after)
        return found + [self._change(each.before, each.after, each.fields, known) for each in rows]

    def _own(self, before: Content, present: Content, after: Content) -> ShownChange:
        lines = [
            Line(
                label=OWN_LABELS[name],
                before=before[name] or EMPTY,
                now="" if present[name] == before[name] else present[name] or EMPTY,
                after=after[name] or EMPTY,
            )
            for name in own_changes(before, after)
        ]
        return ShownChange(heading="The objective", lines=lines)

    def _change(
        self, before: Content | None, after: Content | None, fields: Sequence[str], known: dict[str, Content]
    ) -> ShownChange:
        if before is None:
            return ShownChange(heading="A new key result", added=self._row(self._read(after)))
        was = self._read(before)
        if self._hidden(was):
            return ShownChange(heading="One measure of the team's own")
        if after is None:
            return ShownChange(heading=f"“{before['title']}” is to go")
        if before["id"] not in known:
            return ShownChange(heading=f"“{before['title']}” was removed meanwhile")
        stands, wanted = self._read(known[before["id"]]), self._read(after)
        lines = [self._line(name, was, stands, wanted) for name in fields]
        return ShownChange(heading=f"“{before['title']}”", lines=lines)

    def _read(self, row: Content | None) -> KeyResultGiven:
        assert row is not None
        return self.library.key_result(row)

    def _line(self, name: str, was: KeyResultGiven, stands: KeyResultGiven, wanted: KeyResultGiven) -> Line:
        before, now, after = (self._field(name, each) for each in (was, stands, wanted))
        return Line(label=LABELS[name], before=before, now="" if now == before else now, after=after)

    def _field(self, name: str, given: KeyResultGiven) -> str:
        value: Any = getattr(given, name)
        metric = metric_of(given, self.proposal)
        if value is None or (name in GOAL and metric is None):
            return EMPTY
        match name:
            case "metric":
                return str(metric)
            case "baseline_on":
                return local_day(value)
            case "aim" | "ambition" | "target_form":
                return str(capfirst(value.label))
            case "target":
                return _target(metric, given)
            case "title":
                return str(value)
        return shown(metric, value) if metric else EMPTY

    def _row(self, given: KeyResultGiven) -> ShownRow:
        if self._hidden(given):
            return ShownRow(
                title="One measure of the team's own", metric="", aim="", ambition="", hidden=True
            )
        metric = metric_of(given, self.proposal)
        return ShownRow(
            title=given.title,
            metric=metric.name if metric else "",
            aim=aim_words(key_result_of(given, metric)),
            ambition=given.ambition.label,
        )

    def _hidden(self, given: KeyResultGiven) -> bool:
        """Team metrics are the stream's members' alone (ownership, rule 14)."""
        return isinstance(given.metric, Metric) and not self.rights.metrics.sees(given.metric)


def _target(metric: Metric | None, given: KeyResultGiven) -> str:
    """As it was proposed: a value, a share of the baseline, or a change."""
    assert given.target is not None and metric is not None
    if given.target_form == TargetForm.RELATIVE:
        return f"{given.target * 100:+.4g} %"
    if given.target_form == TargetForm.CHANGE:
        return f"{'+' if given.target > 0 else '−'}{shown_change(metric, abs(given.target))}"
    return shown(metric, given.target)


def waits(proposal: Proposal, *, now: datetime) -> str:
    """Since when it waits, for those who answer: "for 3 days", after two weeks "for 15 days: please answer"."""
    days = (now - proposal.waits_since).days
    if days < 1:
        return "since today"
    words = f"for {days} day{'' if days == 1 else 's'}"
    return f"{words}: please answer" if now - proposal.waits_since >= REMINDED_AFTER else words
