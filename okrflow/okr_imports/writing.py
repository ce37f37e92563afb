"""Writing one objective of a file after the other: drafts that are not there yet, what drafts lack, or a proposal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from okrflow.integrations.reading.texts import shortened
from okrflow.metrics.models import Better, Metric, UnitKind
from okrflow.metrics.services import MetricGiven, create_metric
from okrflow.okr_imports.counts import Counts
from okrflow.okr_imports.planning import KeyResultPlanned, ObjectivePlanned
from okrflow.okr_imports.reading.fields import Fields
from okrflow.okr_imports.values import bring_values
from okrflow.okrs.as_written import as_they_are
from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.rights import OkrRights
from okrflow.okrs.services import CycleGiven, create_cycle, save_objective
from okrflow.proposals.models import Proposal, ProposalState
from okrflow.proposals.services import propose
from okrflow.web.refusals import Refused
from okrflow.work_items.figures.windows import today

COMPARED: Final = ("metric", "aim", "baseline", "target", "lower", "upper")
Left = list[tuple[Fields, str]]
"""Rows that were not taken, with the reasons."""


class Writer:
    """Writes with somebody's rights, and counts; each objective goes in whole or not at all."""

    def __init__(self, rights: OkrRights, counts: Counts, *, now: datetime) -> None:
        self._rights, self._counts, self._now = rights, counts, now
        self._day = today(rights.organisation, now=now)

    def write(self, planned: ObjectivePlanned) -> Left:
        """What was not taken of it."""
        before = replace(self._counts, told=list(self._counts.told))
        try:
            with transaction.atomic():
                return self._write(planned)
        except (Refused, PermissionDenied, ValidationError) as error:
            vars(self._counts).update(vars(before))
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            return [(row, reason) for row in planned.read.rows]

    def _write(self, planned: ObjectivePlanned) -> Left:
        self._make_cycle(planned)
        for each in planned.key_results:
            self._make_metric(each)
        left = self._propose(planned) if planned.proposed else self._draft(planned)
        for each in planned.key_results:
            if each.read.row not in [row for row, _ in left]:
                bring_values(each, self._rights, self._counts, now=self._now)
        return left

    # -- what it needs ---------------------------------------------------------------------------------------------

    def _make_cycle(self, planned: ObjectivePlanned) -> None:
        wanted = planned.cycle
        if wanted.pk is not None:
            return
        days = {"starts_on": wanted.starts_on, "ends_on": wanted.ends_on}
        same = Cycle.objects.for_organisation(self._rights.organisation).filter(name=wanted.name, **days)
        found = same.order_by("pk").first()
        if found is None:
            given = CycleGiven(name=wanted.name, **days)
            found = create_cycle(organisation=wanted.organisation, given=given, rights=self._rights)
            self._counts.cycles_created += 1
        planned.cycle = found

    def _make_metric(self, planned: KeyResultPlanned) -> None:
        wanted = planned.metric
        if wanted is None or wanted.pk is not None:
            return
        visible = self._rights.metrics.visible.filter(name__iexact=wanted.name, value_stream=None)
        found = visible.select_related("organisation").order_by("pk").first()
        if found is None:
            self._rights.metrics.require_defining()
            found = create_metric(organisation=wanted.organisation, given=_metric_given(wanted))
            self._counts.metrics_created += 1
        planned.metric = found

    def _parent(self, planned: ObjectivePlanned) -> Objective | None:
        """The published objective of that title that it may support; else it is told why there is none."""
        title = planned.read.parent
        if not title:
            return None
        published = [each for each in self._named(title) if each.is_published]
        cycle = planned.cycle
        around = [
            each
            for each in published
            if each.cycle.starts_on <= cycle.starts_on and cycle.ends_on <= each.cycle.ends_on
        ]
        if not around:
            why = (
                "its cycle is not the same or a longer one"
                if published
                else "no objective of that title is published; publish it, then import this file again"
            )
            text = f"“{shortened(planned.read.title)}” supports nothing yet: “{shortened(title)}”, {why}."
            self._counts.told.append((planned.read.rows[0].number, text))
        return next(iter(around), None)

    def _named(self, title: str) -> Sequence[Objective]:
        """What the reader sees under a title, the organisation's first."""
        return list(self._rights.readable.with_names().filter(title__iexact=title).in_reading_order())

    # -- drafts ----------------------------------------------------------------------------------------------------

    def _draft(self, planned: ObjectivePlanned) -> Left:
        present = self._present(planned)
        rows = [each.given(planned.cycle, day=self._day) for each in planned.key_results]
        if present is None:
            given = self._given(planned)
            self._save(planned, given, rows)
            self._counts.objectives_created += 1
            self._counts.key_results_created += len(rows)
            return []
        return self._complete(planned, present, rows)

    def _present(self, planned: ObjectivePlanned) -> Objective | None:
        """The objective of the same title, stream and cycle."""
        same = [
            each
            for each in self._named(planned.read.title)
            if each.value_stream == planned.stream and each.cycle == planned.cycle
        ]
        return next(iter(same), None)

    def _given(self, planned: ObjectivePlanned) -> ObjectiveGiven:
        read = planned.read
        return ObjectiveGiven(
            title=read.title, cycle=planned.cycle, why=read.why, supports=self._parent(planned)
        )

    def _save(
        self,
        planned: ObjectivePlanned,
        given: ObjectiveGiven,
        rows: Sequence[KeyResultGiven],
        present: Objective | None = None,
    ) -> None:
        save_objective(
            rights=self._rights,
            value_stream=planned.stream,
            given=given,
            key_results=rows,
            objective=present,
            version=present.version if present else None,
            now=self._now,
        )

    def _complete(
        self, planned: ObjectivePlanned, present: Objective, rows: Sequence[KeyResultGiven]
    ) -> Left:
        """Give a draft the key results and the link that it lacks; nothing that is written there is changed."""
        written = {each.title.casefold(): each for each in as_they_are(present)}
        lacking = [each for each in rows if each.title.casefold() not in written]
        self._count(rows, written)
        if not present.is_draft:
            reason = f"“{shortened(present.title)}” is {present.get_state_display()} already. Write the key result there."
            titles = {each.title for each in lacking}
            return [(each.read.row, reason) for each in planned.key_results if each.read.title in titles]
        given = self._given(planned)
        supports = present.supports or given.supports
        if lacking or supports != present.supports:
            as_is = replace(given, title=present.title, why=present.why, rank=present.rank, supports=supports)
            self._save(planned, as_is, [*written.values(), *lacking], present)
        self._counts.key_results_created += len(lacking)
        return []

    def _count(self, rows: Sequence[KeyResultGiven], written: dict[str, KeyResultGiven]) -> None:
        for row in rows:
            there = written.get(row.title.casefold())
            if there is not None:
                same = all(getattr(there, name) == getattr(row, name) for name in COMPARED)
                self._counts.unchanged += same
                self._counts.different += not same

    # -- proposals -------------------------------------------------------------------------------------------------

    def _propose(self, planned: ObjectivePlanned) -> Left:
        """Once: what was put to the stream already, or what it has published, is not put to it again."""
        present = self._present(planned)
        if present is not None or self._put_already(planned):
            self._counts.unchanged += len(planned.key_results)
            return []
        rows = [each.given(planned.cycle, day=self._day) for each in planned.key_results]
        propose(
            rights=self._rights,
            value_stream=planned.stream,
            given=self._given(planned),
            key_results=rows,
            now=self._now,
        )
        self._counts.objectives_proposed += 1
        return []

    def _put_already(self, planned: ObjectivePlanned) -> bool:
        same = Proposal.objects.for_organisation(self._rights.organisation).filter(
            value_stream=planned.stream, cycle=planned.cycle, title__iexact=planned.read.title
        )
        return same.exclude(state=ProposalState.WITHDRAWN).exists()


def _metric_given(metric: Metric) -> MetricGiven:
    return MetricGiven(
        name=metric.name,
        unit_kind=UnitKind(metric.unit_kind),
        unit=metric.unit,
        digits=metric.digits,
        better=Better(metric.better),
    )
