"""What the organisation has that a file may name: value streams, cycles, metrics, people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

from okrflow.metrics.models import Metric, MetricKind
from okrflow.okr_imports.reading.periods import period_of
from okrflow.okr_imports.reading.plans import NEW, ORGANISATION
from okrflow.okrs.models import Cycle
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.models import Membership
from okrflow.value_streams.models import ValueStream


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """As the person who imports sees them. `default` is the slug of the stream of rows that name none, or `organisation`."""

    rights: OkrRights
    default: str
    day: date
    streams: Sequence[ValueStream]
    cycles: Sequence[Cycle]
    metrics: Sequence[Metric]
    members: Sequence[Membership]

    @classmethod
    def of(cls, access: Access, value_stream: ValueStream | None, *, day: date) -> Self:
        """Five queries; `day` is today."""
        rights, organisation = OkrRights.of(access), access.organisation
        return cls(
            rights=rights,
            default=value_stream.slug if value_stream else ORGANISATION,
            day=day,
            streams=list(ValueStream.objects.for_organisation(organisation).in_order()),
            cycles=list(Cycle.objects.for_organisation(organisation).filter(closed_at=None).newest_first()),
            metrics=list(rights.metrics.visible.by_name()),
            members=list(
                Membership.objects.for_organisation(organisation).select_related("user").order_by("pk")
            ),
        )

    def imports_to(self, stream: ValueStream | None) -> bool:
        """A lead brings drafts into their stream; an administrator proposes to the others (ownership, rule 17)."""
        return self.drafts_for(stream) or self.proposes_to(stream)

    def drafts_for(self, stream: ValueStream | None) -> bool:
        return self.rights.publishes(stream.pk if stream else None)

    def proposes_to(self, stream: ValueStream | None) -> bool:
        return stream is not None and self.rights.administers and self.rights.proposes_to(stream.pk)

    @cached_property
    def choosable(self) -> list[tuple[str, str]]:
        """(slug, name) of what may be imported into."""
        found = [(stream.slug, stream.name) for stream in self.streams if self.imports_to(stream)]
        return found + [(ORGANISATION, str(self.rights.organisation))] * self.drafts_for(None)

    def stream(self, slug: str) -> ValueStream | None:
        """None: the organisation. Raises KeyError."""
        return None if slug == ORGANISATION else self._by_slug[slug]

    @cached_property
    def _by_slug(self) -> dict[str, ValueStream]:
        return {stream.slug: stream for stream in self.streams}

    def guess_stream(self, name: str) -> str:
        """The slug of the stream that a file's name means, or nothing."""
        if not name:
            return self.default
        organisation = self.rights.organisation
        names = {organisation.name.casefold(): ORGANISATION, organisation.slug: ORGANISATION}
        names |= {stream.name.casefold(): stream.slug for stream in self.streams}
        names |= {stream.slug: stream.slug for stream in self.streams}
        found = names.get(name.casefold(), "")
        return found if found in dict(self.choosable) else ""

    def guess_cycle(self, name: str, days: tuple[date, date] | None) -> str:
        """The slug of the cycle of that name or of those days; `new` if one may be made of them; or nothing."""
        if not name:
            return self._current
        plain = _plain(name)
        by_name = next(
            (each for each in self.cycles if plain in (_plain(each.name), _plain(each.slug))), None
        )
        period = days or period_of(name)
        by_days = next((each for each in self.cycles if (each.starts_on, each.ends_on) == period), None)
        found = by_name or by_days
        if found is not None:
            return found.slug
        return NEW if period and self.rights.administers else ""

    @cached_property
    def _current(self) -> str:
        running = [each for each in self.cycles if each.starts_on <= self.day < each.ends_on]
        return min(running, key=lambda each: each.days).slug if running else ""

    def cycle(self, slug: str) -> Cycle:
        """Raises KeyError."""
        return {each.slug: each for each in self.cycles}[slug]

    def metric_named(self, name: str, stream: ValueStream | None) -> Metric | None:
        """The metric of that name that an objective of this stream may hang on: its own before the organisation's."""
        named = [each for each in self._named.get(name.casefold(), ()) if _fits(each, stream)]
        stream_id = stream.pk if stream else None
        own = [each for each in named if each.value_stream_id == stream_id]
        shared = [each for each in named if each.value_stream_id is None]
        return next(iter([*own, *shared, *named]), None)

    def metric_known(self, name: str) -> Metric | None:
        """Any metric of that name, of whatever stream."""
        return next(iter(self._named.get(name.casefold(), ())), None)

    @cached_property
    def _named(self) -> dict[str, list[Metric]]:
        found: dict[str, list[Metric]] = {}
        for metric in self.metrics:
            found.setdefault(metric.name.casefold(), []).append(metric)
        return found

    def person(self, text: str) -> Any:
        """The member that a cell names by mail address or by name, the first one of several; None if it names none."""
        for part in re.split(r"[,;\n]", text):
            mail = re.search(r"[^\s<>]+@[^\s<>]+", part)
            found = self._people.get((mail[0] if mail else " ".join(part.split())).casefold())
            if found is not None:
                return found
        return None

    @cached_property
    def _people(self) -> dict[str, Any]:
        users = [each.user for each in self.members]
        return {user.name.casefold(): user for user in users} | {
            user.email.casefold(): user for user in users
        }


def _plain(name: str) -> tuple[str, ...]:
    """The words and numbers of a name in any order: “Q3 2026” is “2026-q3”."""
    return tuple(sorted(re.findall(r"\w+", name.casefold())))


def _fits(metric: Metric, stream: ValueStream | None) -> bool:
    return metric.kind != MetricKind.TEAM or (stream is not None and metric.value_stream_id == stream.pk)
