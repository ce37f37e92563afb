"""The page that tells a cycle's story: what moved, in the order in which it moved."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from okrflow.analysis.order import Mover, Story, movers
from okrflow.metrics import pictures
from okrflow.okrs.models import Cycle
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.decorators import member_view
from okrflow.web import charts
from okrflow.web.marks import Mark, marks_of
from okrflow.work_items.figures.windows import today

HEIGHT = 96


@require_safe
@member_view
def what_moved(request: HttpRequest, access: Access) -> HttpResponse:
    """Of `?cycle=`, else of the shortest one that runs; all of it on one time axis."""
    now = timezone.now()
    day = today(access.organisation, now=now)
    every = list(Cycle.objects.for_organisation(access.organisation).newest_first())
    cycles = [each for each in every if each.starts_on <= day]
    running = [each for each in cycles if day < each.ends_on]
    cycle = min(running or cycles[:1], key=lambda each: each.days, default=None)
    if asked := request.GET.get("cycle", ""):
        cycle = next((each for each in every if each.slug == asked), None)
        if cycle is None:
            raise Http404("No such cycle.")
    found = movers(OkrRights.of(access), cycle, now=now) if cycle else []
    marks = _marks(access, found)
    story = Story.of(found)
    until = min(cycle.last_on, day) if cycle else day
    context = {
        "cycle": cycle,
        "cycles": cycles,
        "story": story,
        "groups": [
            (heading, [(each, _chart(each, marks, until)) for each in group])
            for heading, group in (
                ("Got better, in this order", story.better),
                ("Got worse", story.worse),
                ("Has not moved", story.others),
            )
            if group
        ],
    }
    return render(request, "analysis/what_moved.html", context)


def _marks(access: Access, found: list[Mover]) -> dict[int | None, list[Mark]]:
    """The experiments of each stream whose metrics are shown. One query a stream."""
    streams = {each.metric.value_stream_id for each in found}
    of = access.organisation.pk
    return {pk: marks_of(organisation_id=of, value_stream_id=pk) for pk in streams if pk is not None}


def _chart(mover: Mover, marks: dict[int | None, list[Mark]], until: date) -> SafeString | None:
    known = [point for point in mover.points if point.value is not None]
    if not known:
        return None
    spec = pictures.line(mover.metric, known)
    layers: list[dict[str, Any]] = [*_band(mover, known), spec, *_turn(mover)]
    axis = {"domain": [known[0].day.isoformat(), until.isoformat()]}
    for layer in layers:
        x = layer.get("encoding", {}).get("x")
        if x and x.get("field") == "day":
            x["scale"] = axis
    return charts.svg(
        {"height": HEIGHT, "layer": layers},
        title=f"{mover.metric} since 13 weeks before the cycle",
        marks=marks.get(mover.metric.value_stream_id, ()),
    )


def _band(mover: Mover, known: list[Any]) -> list[dict[str, Any]]:
    """The usual band, two standard deviations around the value at the cycle's start."""
    if mover.turn is None:
        return []
    factor = pictures.factor(mover.metric)
    low, high = (
        (mover.turn.start - mover.turn.band) * factor,
        (mover.turn.start + mover.turn.band) * factor,
    )
    rows = [{"low": low, "high": high}]
    y = pictures.encoding(mover.metric)["y"]
    mark = {"type": "rect", "color": "var(--muted)", "opacity": 0.14}
    edges = {"y": y | {"field": "low"}, "y2": {"field": "high"}}
    return [{"data": {"values": rows}, "mark": mark, "encoding": edges}]


def _turn(mover: Mover) -> list[dict[str, Any]]:
    if mover.turned_on is None:
        return []
    rows = [{"day": mover.turned_on.isoformat()}]
    mark = {"type": "rule", "color": "var(--accent)", "strokeDash": [4, 3]}
    x = {"field": "day", "type": "temporal", "title": None}
    return [{"data": {"values": rows}, "mark": mark, "encoding": {"x": x}}]
