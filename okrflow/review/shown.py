"""Findings as pages and the API show them: what they are about, what they rest on, and who may waive them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from okrflow.experiments.models import Experiment
from okrflow.impediments.models import Impediment
from okrflow.okrs.rights import OkrRights
from okrflow.review.checks import Family
from okrflow.review.families import CHECKS, FAMILY_OF
from okrflow.review.models import Finding, FindingState
from okrflow.review.querysets import FindingQuerySet
from okrflow.review.rights import may_waive
from okrflow.value_streams.models import ValueStream
from okrflow.work_items.figures.windows import today

BEHIND: Final[Mapping[str, tuple[str, str]]] = {
    "BN1": ("Its stages", "stages/?days=90"),
    "BN4": ("Its finished items", "items/?shown=finished"),
    "BN5": ("Its five metrics", "flow/"),
    "BN6": ("Its stages", "stages/?days=90"),
    "BM3": ("Its five metrics", "flow/"),
    "CP1": ("Its plan", "plan/"),
    "CP2": ("Items in progress", "items/?shown=progress&order=age"),
    "CP3": ("Items in progress", "items/?shown=progress&order=age"),
    "CP4": ("Items in progress", "items/?shown=progress&order=age"),
    "CP5": ("Its plan", "plan/"),
    "MM3": ("Its plan", "plan/"),
    "MM4": ("Its OKRs", "okrs/"),
    "RM3": ("Its plan", "plan/"),
    "TP4": ("Its five metrics", "flow/"),
}
"""Where the items or figures of a check's numbers are, below the stream's address."""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A finding for one reader. `about` leads to its subject, `evidence` to what its numbers rest on."""

    finding: Finding
    family: Family
    finds: str
    about: Link
    evidence: Sequence[Link]
    may_waive: bool
    waived_until: date | None

    @property
    def state(self) -> FindingState:
        if self.finding.closed_at is not None:
            return FindingState.CLOSED
        return FindingState.OPEN if self.waived_until is None else FindingState.WAIVED

    @property
    def check_url(self) -> str:
        return f"{self.finding.organisation.get_absolute_url()}review/checks/{self.finding.check_id}/"


def shown(findings: Iterable[Finding], rights: OkrRights) -> list[Shown]:
    """In their order; they are read `with_names` and `on` today. Six queries, whatever their number."""
    rows = list(findings)
    links = _links(rows, rights)
    return [_shown(row, links, rights) for row in rows]


def of_reader(rights: OkrRights, *, now: datetime) -> FindingQuerySet:
    """The findings that a member may know of, in order, ready for `shown`."""
    rows = Finding.objects.told(rights).with_names()
    return rows.on(today(rights.organisation, now=now)).in_order()


def _links(rows: Sequence[Finding], rights: OkrRights) -> dict[UUID, Link]:
    """By uuid, of all that the reader may see. What is not there is not told."""
    uuids = {row.subject_uuid for row in rows} | {UUID(each) for row in rows for each in row.concerns}
    if not uuids:
        return {}
    organisation = rights.organisation
    of = {"organisation": organisation, "uuid__in": uuids}
    found: dict[UUID, Link] = {organisation.uuid: Link(organisation.name, organisation.get_absolute_url())}
    rows_of: list[Any] = [
        *rights.readable.filter(uuid__in=uuids).select_related("organisation"),
        *rights.readable_key_results.filter(uuid__in=uuids).select_related("organisation"),
        *rights.metrics.visible.filter(uuid__in=uuids).select_related("organisation"),
        *ValueStream.objects.filter(**of).select_related("organisation"),
        *Experiment.objects.filter(**of).select_related("value_stream__organisation"),
        *Impediment.objects.filter(**of).select_related("organisation"),
    ]
    for row in rows_of:
        found[row.uuid] = Link(str(row), row.get_absolute_url())
    return found


def _shown(row: Finding, links: Mapping[UUID, Link], rights: OkrRights) -> Shown:
    organisation = Link(rights.organisation.name, rights.organisation.get_absolute_url())
    return Shown(
        finding=row,
        family=FAMILY_OF[row.check_id],
        finds=CHECKS[row.check_id].finds,
        about=links.get(row.subject_uuid, organisation),
        evidence=_evidence(row, links),
        may_waive=row.is_open and may_waive(rights, row),
        waived_until=row.waived_until,  # type: ignore[attr-defined]
    )


def _evidence(row: Finding, links: Mapping[UUID, Link]) -> list[Link]:
    """Where its numbers come from, and what else it is about."""
    found = [links[each] for each in map(UUID, row.concerns) if each in links and each != row.subject_uuid]
    if row.check_id in BEHIND and row.value_stream is not None:
        label, path = BEHIND[row.check_id]
        found.insert(0, Link(label, f"{row.value_stream.get_absolute_url()}{path}"))
    return found
